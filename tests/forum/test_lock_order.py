"""Verdicts lock the author before the post and its topic, as replies do: no two wait in a ring."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.models import Post
from moderation import services
from moderation.models import Verdict

from .moderating import REFUSE, ModeratingTestCase

TABLES = {f'"forum_{name}"': name for name in ("member", "post", "topic")}


class LockOrderTestCase(ModeratingTestCase):
    def order(self, act, **given: object) -> list[str]:
        """Return which tables `act` reads or writes first."""
        with CaptureQueriesContext(connection) as captured:
            act(**given)
        found: dict[str, None] = {}
        for query in captured:
            sql = query["sql"]
            for word in ("FROM ", "UPDATE ", "INTO "):
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
