"""Services for posts: states, counts, versions, mentions."""

from datetime import timedelta

from django.utils import timezone

from contactatonce.lib import form_tokens
from forum import text
from forum.limits import NotAllowed
from forum.models import Post, Topic
from forum.services import posting, topics
from moderation.models import Verdict
from moderation.services import judge
from tests.base import StaffTestCase
from tests.forum.factories import create_board, create_member, create_post, create_topic


def token() -> form_tokens.FormToken:
    return form_tokens.read(form_tokens.mint("forum:test"), "forum:test")


def words(typed: str = "We answer within a minute.", **more: object) -> posting.Words:
    stored = text.to_stored(typed)
    return posting.Words(stored, text.render(stored), **more)


class PostServicesTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.board = create_board()
        cls.maya, cls.omar = create_member("Maya Member"), create_member("Omar Other")

    def approve(self, post: Post) -> None:
        judge(
            model=Post,
            pk=post.pk,
            version=Post.objects.get(pk=post.pk).version,
            decision=Verdict.Decision.APPROVE,
            by=self.charlie,
        )

    def open_topic(self, **more: object) -> Post:
        return posting.open_topic(
            board=self.board, author=self.maya, token=token(), words=words(title="Hello", **more)
        )

    def test_a_first_topic_is_held_and_seen_once_approved(self):
        post = self.open_topic()
        assert post.is_held
        assert not Topic.objects.published().exists()
        self.approve(post)
        topic = Topic.objects.published().get()
        assert (topic.opening, topic.last_post, topic.replies) == (post, post, 0)

    def test_a_form_that_is_sent_twice_is_one_post(self):
        sent = token()
        make = {"board": self.board, "author": self.maya, "token": sent}
        first = posting.open_topic(**make, words=words(title="Hello"))
        assert posting.open_topic(**make, words=words(title="Hello")) == first
        assert Topic.objects.count() == Post.objects.count() == 1

    def test_replies_are_counted_as_they_are_published_and_removed(self):
        topic = create_topic(self.board, self.maya)
        first = create_post(topic, self.omar, submitted_at=timezone.now() - timedelta(hours=1))
        held = posting.reply(topic=topic, author=self.omar, token=token(), words=words())
        assert Topic.objects.get().replies == 1
        self.approve(held)
        assert Topic.objects.get().replies == 2
        posting.withdraw(post=first)
        assert Topic.objects.get().replies == 1

    def test_a_locked_topic_takes_no_reply(self):
        topic = create_topic(self.board, self.maya)
        Topic.objects.update(locked_at=timezone.now())  # while the reply is written
        with self.assertRaisesMessage(NotAllowed, "This topic is locked."):
            posting.reply(topic=topic, author=self.omar, token=token(), words=words())

    def test_a_reply_follows_its_topic_after_a_concurrent_merge(self):
        topic = create_topic(self.board, self.maya)
        newer = create_topic(self.board, self.maya, "The same question")
        topics.merge(topic=Topic.objects.get(pk=newer.pk), into=topic, by=self.charlie)
        post = posting.reply(topic=newer, author=self.omar, token=token(), words=words())
        assert post.topic == topic
        assert Topic.objects.get(pk=newer.pk).opening is None

    def test_a_held_topic_takes_no_reply_sent_concurrently(self):
        topic = create_topic(self.board, self.maya)
        Post.objects.update(state="held")
        with self.assertRaisesMessage(NotAllowed, "This topic is gone"):
            posting.reply(topic=topic, author=self.omar, token=token(), words=words())
        assert Post.objects.count() == 1

    def test_a_topic_with_replies_outlives_its_first_post_without_its_title(self):
        topic = create_topic(self.board, self.maya, title="My private matter")
        posting.withdraw(post=topic.opening)
        assert not Topic.objects.published().exists()
        posting.restore(post=topic.opening)
        self.approve(topic.opening)
        create_post(topic, self.omar)
        posting.withdraw(post=Post.objects.get(pk=topic.opening_id))
        assert "private" not in Topic.objects.published().with_names().get().shown_title

    def test_a_change_after_five_minutes_keeps_the_earlier_text(self):
        topic = create_topic(
            self.board, self.maya, submitted_at=timezone.now() - timedelta(minutes=6)
        )
        post = Post.objects.select_related("topic").get()
        posting.edit(post=post, words=words("Another text.", title="Another title"))
        version = post.versions.get()
        assert (version.title, version.text) == (topic.title, "We answer within a minute.")

    def test_mentions_are_stored_by_number(self):
        stored = text.to_stored("Thanks, @Maya-Member! Not @nobody, nor a@maya-member.com.")
        assert stored == f"Thanks, @{{{self.maya.pk}}}! Not @nobody, nor a@maya-member.com."
        shown = text.shown(text.render(stored))
        assert f'<a href="/forum/members/{self.maya.pk}/"' in shown
        assert "@Maya Member</a>" in shown
        assert text.to_typed(stored).startswith("Thanks, @maya-member!")

    def test_nothing_but_text_is_replaced_by_a_name(self):
        typed = f"[a](https://example.com/@{{{self.maya.pk}}}) `@{{{self.maya.pk}}}`"
        html = text.render(typed)
        shown = text.shown(html)
        assert 'href="https://example.com/@%7B' in shown
        assert "<code>@Maya Member</code>" in shown
