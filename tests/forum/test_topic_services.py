"""Services for topics: each leaves an event and a log entry, and old URLs redirect."""

from django.contrib.admin.models import LogEntry

from contactatonce.brands.models import Brand
from forum.limits import NotAllowed
from forum.models import Draft, Post, Topic, TopicEvent, Watch
from forum.services import topics
from search.models import Entry

from .factories import create_board, create_member, create_post, create_topic
from .moderating import ModeratingTestCase


class TopicServicesTestCase(ModeratingTestCase):
    def events(self, topic: Topic) -> list[tuple[str, int | None]]:
        return list(topic.events.values_list("kind", "other"))

    def refused(self, act, **given: object) -> str:
        before = list(Post.objects.values_list("pk", "topic"))
        with self.assertRaises(NotAllowed) as caught:
            act(by=self.charlie, **given)
        assert list(Post.objects.values_list("pk", "topic")) == before
        assert not TopicEvent.objects.exists()
        return str(caught.exception)

    def test_locking_and_pinning_leave_an_event_and_a_log_entry(self):
        for kind in ("locked", "unlocked", "pinned", "unpinned"):
            assert topics.switch(topic=self.topic, kind=kind, by=self.charlie)
            assert not topics.switch(topic=self.topic, kind=kind, by=self.charlie)
        kinds = [kind for kind, _ in self.events(self.topic)]
        assert kinds == ["locked", "unlocked", "pinned", "unpinned"]
        entries = LogEntry.objects.filter(user=self.charlie)
        assert entries.count() == 4
        assert {entry.object_repr for entry in entries} == {f"Topic {self.topic.pk}"}

    def test_a_topic_moves_between_boards_of_one_site(self):
        other = create_board("other")
        topics.move(topic=self.topic, board=other, by=self.charlie)
        assert Topic.objects.get().board == other
        assert self.events(self.topic) == [("moved", None)]

    def test_a_topic_does_not_move_to_another_site(self):
        elsewhere = create_board("there", brand=Brand.objects.last())
        assert "another site" in self.refused(topics.move, topic=self.topic, board=elsewhere)
        assert "already" in self.refused(topics.move, topic=self.topic, board=self.board)

    def test_merging_moves_posts_and_blanks_the_newer_topic(self):
        newer = create_topic(self.board, self.omar, "The same question")
        reply = create_post(newer, self.maya, "Me too.")
        topics.merge(topic=newer, into=self.topic, by=self.charlie)
        newer, older = Topic.objects.get(pk=newer.pk), Topic.objects.get(pk=self.topic.pk)
        assert (newer.title, newer.opening, newer.merged_into) == ("", None, older)
        assert (older.replies, older.last_post) == (3, reply)
        assert self.events(older) == [("merged", newer.pk)]
        found = Entry.objects.get(model="forum.topic", object_id=older.pk)
        assert "me too" in found.text.lower()
        assert "same question" not in found.text
        assert not Entry.objects.filter(title__contains="same question").exists()

    def test_old_urls_of_merged_topics_redirect_in_one_step(self):
        first = create_topic(self.board, self.omar, "First double")
        second = create_topic(self.board, self.omar, "Second double")
        post = second.opening
        topics.merge(topic=second, into=first, by=self.charlie)
        topics.merge(topic=first, into=self.topic, by=self.charlie)
        target = f"/forum/topics/{self.topic.pk}/how-fast-is-fast/"
        for old in (first, second):
            answer = self.client.get(f"/forum/topics/{old.pk}/any/")
            assert (answer.status_code, answer["Location"]) == (301, target)
        answer = self.client.get(f"/forum/posts/{post.pk}/")
        assert answer["Location"] == f"{target}#post-{post.pk}"

    def test_merging_keeps_one_watch_and_one_draft_of_a_member(self):
        newer = create_topic(self.board, self.omar, "The same question")
        for topic in (newer, self.topic):
            Watch.objects.create(member=self.maya, topic=topic)
            Draft.objects.create(member=self.maya, topic=topic, text="Draft")
        Watch.objects.create(member=self.omar, topic=newer, level="muted")
        topics.merge(topic=newer, into=self.topic, by=self.charlie)
        assert set(Watch.objects.values_list("member", "topic", "level")) == {
            (self.maya.pk, self.topic.pk, "watched"),
            (self.omar.pk, self.topic.pk, "muted"),
        }
        assert Draft.objects.get().topic == self.topic

    def test_merging_is_refused_for_itself_the_older_and_another_site(self):
        newer = create_topic(self.board, self.omar, "Another")
        there = create_board("there", brand=Brand.objects.last())
        far = create_topic(there, self.omar, "Far away")
        for topic, into, words in (
            (newer, newer, "another topic"),
            (self.topic, newer, "newer topic into the older"),
            (far, self.topic, "another site"),
        ):
            assert words in self.refused(topics.merge, topic=topic, into=into)

    def test_splitting_makes_a_topic_of_the_chosen_replies(self):
        ada = create_member("Ada One")
        first, second = (create_post(self.topic, ada, f"Aside {number}.") for number in (1, 2))
        Topic.objects.filter(pk=self.topic.pk).update(accepted=second)
        made = topics.split(
            topic=self.topic, posts=[second.pk, first.pk], title="An aside", by=self.charlie
        )
        old = Topic.objects.get(pk=self.topic.pk)
        assert (made.opening, made.replies, made.opened_at) == (first, 1, first.submitted_at)
        assert (old.replies, old.last_post, old.accepted) == (1, self.post, None)
        assert self.events(old) == [("split", made.pk)]
        assert self.events(made) == [("split_from", old.pk)]
        assert Topic.objects.published().filter(pk=made.pk).exists()
        assert Watch.objects.get(topic=made).member == ada
        answer = self.client.get(f"/forum/posts/{second.pk}/")
        assert answer["Location"] == f"/forum/topics/{made.pk}/an-aside/#post-{second.pk}"

    def test_only_published_replies_can_be_split_off(self):
        held = create_post(self.topic, self.omar, "Held.", state="held")
        foreign = create_topic(self.board, self.omar, "Other").opening
        for posts in ([], [self.topic.opening_id], [held.pk], [foreign.pk, self.post.pk]):
            assert "Nothing was moved" in self.refused(
                topics.split, topic=self.topic, posts=posts, title="x"
            )
