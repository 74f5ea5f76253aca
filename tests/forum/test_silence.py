"""Silence a member, with their posts if need be; undo restores exactly what it changed."""

from datetime import timedelta
from unittest.mock import patch

import time_machine
from django.utils import timezone

from forum import silence
from forum.limits import NotAllowed
from forum.models import Member, Post, Silence
from forum.services import posting
from moderation import services
from tests.base import run_jobs

from .factories import create_member, create_post
from .moderating import APPROVE, REFUSE, ModeratingTestCase

THREE = ("Ada One", "Bea Two", "Cleo Three")


class SilenceTestCase(ModeratingTestCase):
    def silence(self, reach: str = "none") -> Silence:
        return silence.silence(
            member=self.omar, by=self.charlie, reason="Advertising.", reach=reach
        )

    def is_silenced(self, member: Member | None = None) -> bool:
        return Member.objects.get(pk=(member or self.omar).pk).is_silenced

    def test_silencing_leaves_the_posts_alone(self):
        made = self.silence()
        assert self.is_silenced()
        assert self.state() == "published"
        assert silence.lift(silenced=made, by=self.charlie) == 0
        assert not self.is_silenced()

    def test_delete_and_silence_refuses_the_posts_of_its_reach(self):
        old = create_post(self.topic, self.omar, "Old.", submitted_at=self.ago(days=5))
        older = create_post(self.topic, self.omar, "Older.", submitted_at=self.ago(days=9))
        self.silence("week")
        assert [self.state(each) for each in (self.post, old, older)] == [
            "refused",
            "refused",
            "published",
        ]
        assert self.topic.posts.published().count() == 2

    def test_a_concurrently_edited_post_is_refused_or_skipped(self):
        judge, other = services.judge, create_post(self.topic, self.omar, "Other.")

        def overtaken(**given):
            is_first = given["version"] == self.post.version and given["pk"] == self.post.pk
            if is_first or given["pk"] == other.pk:
                Post.objects.filter(pk=given["pk"]).update(edited_at=timezone.now())
            return judge(**given)

        with patch.object(services, "judge", overtaken):
            self.silence("week")
        assert self.is_silenced()
        assert (self.state(), self.state(other)) == ("refused", "published")

    def ago(self, **span: int):
        return timezone.now() - timedelta(**span)

    def test_undo_restores_only_what_it_changed(self):
        held = create_post(self.topic, self.omar, "Held.", state="held")
        gone = create_post(self.topic, self.omar, "Refused before.")
        self.judge(gone, REFUSE)
        edited = create_post(self.topic, self.omar, "Approved since.")
        made = self.silence("all")
        self.judge(edited, APPROVE)
        with time_machine.travel(timezone.now() + timedelta(days=29)):
            assert silence.lift(silenced=made, by=self.charlie) == 2
        posts = (self.post, held, gone, edited)
        assert [self.state(each) for each in posts] == ["published", "held", "refused", "published"]
        with self.assertRaises(NotAllowed):
            silence.lift(silenced=made, by=self.charlie)

    def test_undo_after_thirty_days_restores_no_posts(self):
        made = self.silence("all")
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            assert silence.lift(silenced=made, by=self.charlie) == 0
        assert not self.is_silenced()
        assert self.state() == "refused"

    def test_staff_are_not_silenced_and_no_one_is_twice(self):
        with self.assertRaises(NotAllowed):
            silence.silence(member=create_member("Bob"), by=self.charlie, reason="x")
        self.silence()
        with self.assertRaises(NotAllowed):
            self.silence()

    def test_three_upheld_reports_for_spam_silence_a_new_member(self):
        other = create_post(self.topic, self.omar, "More watches.")
        self.report(*THREE)
        verdict = self.judge(self.post, REFUSE)
        assert self.is_silenced()
        assert (self.state(other), Post.objects.get(pk=other.pk).reasons[0]["code"]) == (
            "held",
            "silenced",
        )
        self.undo(verdict)
        assert not self.is_silenced()
        assert self.state(other) == "published"
        assert self.state() == "held"

    def test_reports_for_other_reasons_and_trusted_members_are_not_silenced(self):
        self.report(*THREE, reason="rude")
        self.judge(self.post, REFUSE, "rude")
        assert not self.is_silenced()
        Member.objects.filter(pk=self.omar.pk).update(trust=3, is_trust_granted=True)
        other = create_post(self.topic, self.omar, "More watches.")
        self.report(*THREE, post=other)
        self.judge(other, REFUSE)
        assert not self.is_silenced()

    def test_a_moderator_confirms_a_silence_of_our_software_with_all_posts(self):
        other = create_post(self.topic, self.omar, "More watches.")
        self.report(*THREE)
        self.judge(self.post, REFUSE)
        made = self.silence("all")
        assert self.state(other) == "refused"
        assert silence.lift(silenced=made, by=self.charlie) == 1
        assert self.state(other) == "held"

    def test_a_silenced_member_asks_once(self):
        self.silence()
        silence.ask(member=self.omar, text="Why?")
        with self.assertRaises(NotAllowed):
            silence.ask(member=self.omar, text="Why??")
        assert Silence.objects.get().appeal == "Why?"

    def test_the_author_gets_no_mail_for_each_refused_post(self):
        for number in range(3):
            create_post(self.topic, self.omar, f"Number {number}.")
        self.silence("all")
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            run_jobs()
        assert not self.omar.notifications.exists()

    def test_a_silenced_member_cannot_restore_what_they_removed(self):
        posting.withdraw(post=self.post)
        self.silence()
        post = Post.objects.select_related("topic", "author__user").get(pk=self.post.pk)
        with self.assertRaises(NotAllowed):
            posting.restore(post=post)
