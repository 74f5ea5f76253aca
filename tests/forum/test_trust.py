"""Levels of trust follow from facts, and from what staff granted."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from forum import seed, trust
from forum.models import Member, Report, TrustLevel

from .factories import create_post, create_topic
from .moderating import APPROVE, REFUSE, ModeratingTestCase


class TrustTestCase(ModeratingTestCase):
    def recompute(self, member: Member) -> int:
        trust.recompute(Member.objects.filter(pk=member.pk))
        return self.trust(member)

    def write(self, member: Member, posts: int, topics: int = 1) -> None:
        places = [
            create_topic(self.board, self.maya, f"Topic {number}") for number in range(topics)
        ]
        for number in range(posts):
            create_post(places[number % topics], member, f"Number {number}.")

    def uphold(self, member: Member, *, days: int = 0) -> None:
        post = create_post(self.topic, member, "Bad.", state="refused", refusal="spam")
        at = timezone.now() - timedelta(days=days)
        Report.objects.create(
            post=post, by=self.maya, reason="spam", outcome="upheld", closed_at=at
        )

    def test_level_one_needs_a_day_an_address_and_two_approved_posts(self):
        ada = self.member("Ada One", days=0)
        self.write(ada, 1)
        assert self.recompute(ada) == 0
        self.write(ada, 1)
        assert self.recompute(ada) == 0
        ada = self.member("Ada One", days=1)
        EmailAddress.objects.filter(user=ada.user).update(verified=False)
        assert self.recompute(ada) == 0
        EmailAddress.objects.filter(user=ada.user).update(verified=True)
        assert self.recompute(ada) == 1

    def test_level_two_needs_two_weeks_and_ten_posts_in_three_topics(self):
        ada = self.member("Ada One", days=13)
        self.write(ada, 10, topics=2)
        assert self.recompute(ada) == 1
        self.write(ada, 1)
        assert self.recompute(ada) == 1
        ada = self.member("Ada One", days=14)
        assert self.recompute(ada) == 2

    def test_level_three_is_granted_and_stays(self):
        ada = self.member("Ada One", days=900)
        self.write(ada, 40, topics=8)
        assert self.recompute(ada) == 2
        Member.objects.filter(pk=ada.pk).update(trust=3, is_trust_granted=True)
        self.uphold(ada)
        assert self.recompute(ada) == 3

    def test_each_upheld_report_takes_a_level_for_a_time(self):
        ada, bea = self.member("Ada One", days=90), self.member("Bea Two", days=90)
        for member in (ada, bea):
            self.write(member, 10, topics=3)
        self.uphold(ada, days=29)
        self.uphold(bea, days=31)
        assert (self.recompute(ada), self.recompute(bea)) == (1, 2)
        self.uphold(ada)
        assert self.recompute(ada) == 0

    def test_verdicts_and_their_undo_change_the_level_at_once(self):
        self.write(self.omar, 1)
        held = create_post(self.topic, self.omar, "Held.", state="held")
        self.post.move("held")
        verdict = self.judge(held, APPROVE)
        assert self.trust(self.omar) == 1
        self.undo(verdict)
        assert self.trust(self.omar) == 0

    def test_an_upheld_report_lowers_the_level_at_once(self):
        self.write(self.omar, 2)
        assert self.recompute(self.omar) == 1
        self.report("Ada One", reason="rude")
        self.judge(self.post, REFUSE, "rude")
        assert self.trust(self.omar) == 0

    def test_staff_change_what_a_level_needs(self):
        self.write(self.omar, 2)
        TrustLevel.objects.filter(level=1).update(approved_posts=9)
        assert self.recompute(self.omar) == 0

    def test_time_alone_raises_levels_once_a_day(self):
        ada = self.member("Ada One", days=2)
        self.write(ada, 2)
        reader = self.member("Bea Two", days=2)
        trust.recompute_all()
        assert (self.trust(ada), self.trust(reader)) == (1, 0)

    def test_recomputing_takes_the_same_queries_for_any_number_of_members(self):
        for number in (2, 12):
            for each in range(number):
                self.write(self.member(f"M{number}x{each} Name", days=2), 2)
            with self.assertNumQueries(6):
                trust.recompute_all()
            Member.objects.update(trust=0)

    def test_seed_keeps_changed_figures(self):
        TrustLevel.objects.filter(level=0).update(links=7)
        TrustLevel.objects.filter(level=3).delete()
        assert seed.load_trust_levels()
        assert not seed.load_trust_levels()
        assert list(TrustLevel.objects.values_list("level", "links")) == [
            (0, 7),
            (1, 5),
            (2, 10),
            (3, 20),
        ]
