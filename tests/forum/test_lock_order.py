"""Author, posts and topics are locked in this order, so that no two changes wait in a ring."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.models import Post
from forum.services import posting, topics
from moderation import services
from moderation.models import Verdict

from .factories import create_topic
from .moderating import REFUSE, ModeratingTestCase
from .test_post_services import words

TABLES = {f'"forum_{name}"': name for name in ("member", "post", "postversion", "topic")}
ALL = ("FROM ", "UPDATE ", "INTO ")
WRITING = ("UPDATE ", "INTO ")


class LockOrderTestCase(ModeratingTestCase):
    def order(self, act, verbs: tuple[str, ...] = ALL, **given: object) -> list[str]:
        """Return in which order `act` first reads or writes the tables; `verbs` limit that."""
        with CaptureQueriesContext(connection) as captured:
            act(**given)
        found: dict[str, None] = {}
        for query in captured:
            sql = query["sql"]
            for word in verbs:
                name = TABLES.get(sql.partition(word)[2].partition(" ")[0])
                if name:
                    found.setdefault(name)
                    break
        return list(found)

    def test_verdicts_and_their_undoing_lock_the_author_first(self):
        version = self.post.version
        verdict = {"model": Post, "pk": self.post.pk, "version": version, "by": self.charlie}
        order = self.order(services.judge, decision=REFUSE, refusal="spam", **verdict)
        assert order == ["member", "post", "topic"]
        given = Verdict.objects.get()
        assert self.order(services.undo, verdict_id=given.pk, by=self.charlie)[:1] == ["member"]

    def test_a_change_of_a_first_post_writes_the_post_first(self):
        Post.objects.update(submitted_at="2025-01-01T00:00Z")
        post = Post.objects.select_related("topic", "author__user").get(pk=self.topic.opening_id)
        changed = words("Other words.", title="Another title")
        order = self.order(posting.edit, WRITING, post=post, words=changed)
        assert order == ["post", "topic", "postversion"]

    def test_merging_and_splitting_lock_the_posts_first(self):
        newer = create_topic(self.board, self.omar, "The same question")
        split = {"topic": self.topic, "posts": [self.post.pk], "title": "Apart"}
        merge = {"topic": newer, "into": self.topic}
        for act, given in ((topics.split, split), (topics.merge, merge)):
            assert self.order(act, by=self.charlie, **given)[:2] == ["post", "topic"]
