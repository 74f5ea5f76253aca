"""Notifications of posts and verdicts, and the mail about them."""

from datetime import timedelta
from unittest import mock

from django.core import mail
from django.utils import timezone

from forum import notifications
from forum.models import Notification, Post, ReadMark, Topic, TrustLevel, Watch
from forum.notifications import Kind
from forum.services import posting, publishing
from moderation.models import Verdict
from moderation.services import judge, undo
from moderation.states import State
from privacy.models import Suppression
from privacy.outreach import opt_outs
from tests.base import StaffTestCase, run_jobs
from tests.forum.factories import create_board, create_member, create_post, create_topic


class NotificationsTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.board = create_board()
        cls.maya, cls.omar = create_member("Maya Member"), create_member("Omar Other")
        cls.tina = create_member("Tina Third")
        cls.topic = create_topic(cls.board, cls.maya)
        Watch.objects.create(member=cls.maya, topic=cls.topic)

    def reply(self, typed: str = "We answer within a minute.", **fields: object) -> Post:
        post = create_post(self.topic, fields.pop("author", self.omar), typed, **fields)
        publishing.announce(post)
        return post

    def judge(self, post: Post, decision: str, refusal: str = "") -> Verdict:
        return judge(
            model=Post,
            pk=post.pk,
            version=Post.objects.get(pk=post.pk).version,
            decision=decision,
            refusal=refusal,
            by=self.charlie,
        )

    def told(self) -> set[tuple[str, str]]:
        rows = Notification.objects.select_related("member__user")
        return {(row.member.name, row.kind) for row in rows}

    def mailed(self) -> list[str]:
        return [letter.to[0] for letter in mail.outbox]

    def later(self, minutes: int = 11) -> None:
        """Run the jobs that are due in some minutes."""
        now = timezone.now() + timedelta(minutes=minutes)
        with mock.patch("django.utils.timezone.now", return_value=now):
            run_jobs()

    def test_a_reply_is_mailed_to_those_who_watch_but_not_to_its_author(self):
        Watch.objects.create(member=self.omar, topic=self.topic)
        self.reply()
        run_jobs()
        assert self.told() == {("Maya Member", "reply")}
        assert self.mailed() == ["maya@example.com"]
        letter = mail.outbox[0]
        assert letter.subject == "New reply: How fast is fast?"
        for part in (letter.body, letter.alternatives[0][0]):
            assert "Omar Other" in part
            assert "We answer within a minute." in part

    def test_a_muted_topic_notifies_of_nothing(self):
        Watch.objects.create(member=self.tina, topic=self.topic, level=Watch.Level.MUTED)
        self.reply("Thanks, @tina-third")
        run_jobs()
        assert self.told() == {("Maya Member", "reply")}

    def test_a_mention_is_mailed_and_not_a_reply_too(self):
        self.reply("Thanks, @tina-third and @maya-member")
        run_jobs()
        assert self.told() == {("Maya Member", "mention"), ("Tina Third", "mention")}
        assert len(mail.outbox) == 2
        assert "Thanks, @Tina Third and @Maya Member" in mail.outbox[0].body
        assert mail.outbox[0].subject == "Omar Other mentioned you: How fast is fast?"

    def test_only_as_many_are_mentioned_as_trust_allows(self):
        TrustLevel.objects.update_or_create(pk=0, defaults={"name": "New", "mentions": 1})
        self.reply("@tina-third @maya-member")
        run_jobs()
        assert self.told() == {("Maya Member", "reply"), ("Tina Third", "mention")}

    def test_a_topic_is_mailed_once_until_it_is_visited(self):
        for _ in range(3):
            self.reply()
            run_jobs()
        assert len(mail.outbox) == 1
        assert Notification.objects.count() == 3
        ReadMark.objects.create(member=self.maya, topic=self.topic, read_at=timezone.now())
        self.reply()
        run_jobs()
        assert len(mail.outbox) == 2

    def test_a_post_that_was_read_before_is_not_mailed(self):
        self.reply()
        ReadMark.objects.create(
            member=self.maya, topic=self.topic, read_at=timezone.now() + timedelta(seconds=1)
        )
        run_jobs()
        assert mail.outbox == []

    def test_a_held_post_notifies_no_one_until_its_approval_is_final(self):
        post = self.reply("Hello @tina-third", state=State.HELD)
        run_jobs()
        self.judge(post, Verdict.Decision.APPROVE)
        run_jobs()
        assert self.told() == set()
        self.later()
        assert self.told() == {
            ("Maya Member", "reply"),
            ("Omar Other", "approved"),
            ("Tina Third", "mention"),
        }

    def test_an_approval_that_is_undone_notifies_no_one(self):
        post = self.reply(state=State.HELD)
        verdict = self.judge(post, Verdict.Decision.APPROVE)
        publishing.announce(Post.objects.get(pk=post.pk))
        undo(verdict_id=verdict.pk, by=self.charlie)
        self.later()
        assert self.told() == set()

    def test_a_post_that_is_removed_in_time_is_not_mailed(self):
        post = self.reply()
        posting.withdraw(post=post)
        run_jobs()
        assert (self.told(), mail.outbox) == (set(), [])

    def test_a_reply_in_a_hidden_topic_notifies_no_one(self):
        Post.objects.filter(pk=self.topic.opening_id).update(state=State.HELD)
        self.reply("@tina-third")
        run_jobs()
        assert self.told() == set()

    def test_settings_and_opt_outs_stop_mail_but_not_notifications(self):
        self.maya.mails_replies = False
        self.maya.save()
        opt_outs.suppress(
            address="tina@example.com",
            scope=Suppression.Scope.ALL,
            reason=Suppression.Reason.LINK,
        )
        self.reply("@tina-third")
        run_jobs()
        assert self.told() == {("Maya Member", "reply"), ("Tina Third", "mention")}
        assert mail.outbox == []

    def test_a_post_is_announced_once_however_often_it_changes(self):
        post = self.reply()
        publishing.announce(post)
        run_jobs()
        publishing.announce(post)
        run_jobs()
        assert (Notification.objects.count(), len(mail.outbox)) == (1, 1)

    def test_authors_are_told_of_a_refusal_and_why_once_it_is_final(self):
        post = self.reply(state=State.HELD)
        verdict = self.judge(post, Verdict.Decision.REFUSE, "off_topic")
        publishing.tell_author(post, verdict)
        run_jobs()
        assert mail.outbox == []
        self.later()
        assert self.told() == {("Omar Other", Kind.REFUSED)}
        assert "It is not about the subject" in mail.outbox[0].body
        assert "We answer within" not in mail.outbox[0].body

    def test_writers_watch_their_topic_unless_they_muted_it(self):
        Watch.objects.create(member=self.tina, topic=self.topic, level=Watch.Level.MUTED)
        for author in (self.omar, self.tina):
            publishing.watch_own(self.reply(author=author))
        levels = dict(Watch.objects.values_list("member__user__display_name", "level"))
        assert levels == {
            "Maya Member": "watched",
            "Omar Other": "watched",
            "Tina Third": "muted",
        }

    def test_notifying_takes_the_same_queries_for_any_number_of_watchers(self):
        topic = Topic.objects.get()
        for number in range(12):
            Watch.objects.create(member=create_member(f"Member{number} X"), topic=topic)
        post = create_post(topic, self.omar)
        with self.assertNumQueries(5):
            notifications.of_post(post)
