"""Reports: what they weigh, when they hide a post, and that one verdict closes all of them."""

from datetime import timedelta
from itertools import product

import time_machine
from django.utils import timezone

from forum import reports
from forum.limits import NotAllowed
from forum.models import Notification, Post, Report, Topic, TrustLevel
from forum.services import posting
from moderation.states import State
from tests.base import run_jobs

from .factories import create_post, create_topic
from .moderating import APPROVE, REFUSE, ModeratingTestCase

THREE = ("Ada One", "Bea Two", "Cleo Three")


class ReportServicesTestCase(ModeratingTestCase):
    def refused(self, by, post=None) -> str:
        with self.assertRaises(NotAllowed) as caught:
            reports.report(post=post or self.post, by=by, reason="spam")
        return str(caught.exception)

    def test_three_members_hide_a_post(self):
        self.report(*THREE[:2])
        assert self.state() == "published"
        self.report(THREE[2])
        post = Post.objects.get(pk=self.post.pk)
        assert (post.state, [each["code"] for each in post.reasons]) == ("held", ["reported"])
        assert Topic.objects.get().replies == 0

    def test_accounts_of_less_than_a_day_hide_nothing(self):
        for number in range(5):
            young = self.member(f"New{number} Comer", days=0)
            reports.report(post=self.post, by=young, reason="spam")
        assert self.state() == "published"
        self.report(*THREE)
        assert self.state() == "held"

    def test_members_who_report_without_reason_weigh_less(self):
        ada = self.member("Ada One")
        for number, weight in enumerate((1.0, 0.5, 0.333, 0.25, 0.2, 0.2)):
            assert reports.weight_of(ada) == weight
            post = create_post(self.topic, self.omar, f"Fine {number}.")
            self.report("Ada One", post=post)
            self.judge(post, APPROVE)
        self.report(*THREE)
        assert self.state() == "published"
        self.report("Dan Four")
        assert self.state() == "held"

    def test_trusted_members_weigh_more(self):
        assert reports.weight_of(self.member("Ada One", trust=2)) == 1.5
        assert reports.weight_of(self.member("Bea Two", trust=3)) == 2.0

    def test_a_member_reports_a_post_once_and_not_their_own(self):
        self.report("Ada One")
        assert "You have reported this post" in self.refused(self.member("Ada One"))
        assert "your own post" in self.refused(self.omar)
        self.maya.silenced_at = timezone.now()
        self.maya.save()
        assert "silenced" in self.refused(self.maya)

    def test_reports_a_day_are_limited_by_trust(self):
        TrustLevel.objects.filter(level=0).update(reports_a_day=1)
        self.report("Ada One")
        other = create_post(self.topic, self.omar, "Another one.")
        assert "1 posts a day" in self.refused(self.member("Ada One"), other)
        Report.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
        self.report("Ada One", post=other)

    def test_one_verdict_closes_every_report(self):
        for decision, outcome in ((APPROVE, "dismissed"), (REFUSE, "upheld")):
            for number in (2, 3):
                post = create_post(self.topic, self.omar, f"{decision} {number}.")
                self.report(*THREE[:number], post=post)
                self.judge(post, decision)
                assert self.outcomes(post) == [outcome] * number
                assert self.state(post) == ("published" if decision == APPROVE else "refused")

    def test_no_post_is_refused_with_an_open_report_after_any_two_steps(self):
        steps = {
            "report": lambda post: self.report(*THREE, post=post),
            "approve": lambda post: self.judge(post, APPROVE),
            "refuse": lambda post: self.judge(post, REFUSE),
            "withdraw": lambda post: posting.withdraw(post=post),
            "restore": lambda post: posting.restore(post=post),
        }
        for state, first, second in product(("held", "published"), steps, steps):
            post = create_post(self.topic, self.omar, f"{state} {first} {second}", state=state)
            for step in (first, second):
                post = Post.objects.select_related("topic", "author__user").get(pk=post.pk)
                try:
                    steps[step](post)
                except Exception as error:
                    assert type(error).__name__ in {"NotAllowed", "Overtaken", "IllegalMove"}
            post = Post.objects.get(pk=post.pk)
            waiting = post.reports.open().exists()
            hidden = any(each["code"] == "reported" for each in post.reasons)
            assert not (waiting and post.state == State.REFUSED), (state, first, second)
            assert waiting or not (post.is_held and hidden), (state, first, second)
            assert not (waiting and second == "approve" and post.is_published), (state, first)

    def test_undoing_a_verdict_opens_its_reports_again(self):
        self.report(*THREE)
        verdict = self.judge(self.post, REFUSE)
        self.undo(verdict)
        assert self.state() == "held"
        assert self.outcomes() == ["", "", ""]

    def test_a_post_hidden_by_reports_stays_hidden_after_a_change(self):
        for number in range(2):
            create_post(self.topic, self.omar, f"Approved {number}.")
        self.report(*THREE)
        post = Post.objects.select_related("topic", "author__user").get(pk=self.post.pk)
        stored = posting.Words("I sell nothing now.", "<p>I sell nothing now.</p>")
        posting.edit(post=post, words=stored)
        assert self.state() == "held"
        posting.withdraw(post=post)
        posting.restore(post=post)
        assert self.state() == "held"

    def test_reporters_and_author_are_told_the_outcome(self):
        self.report(*THREE[:1])
        self.judge(self.post, REFUSE)
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            run_jobs()
        told = set(Notification.objects.values_list("member__user__display_name", "kind"))
        assert told == {("Ada One", "report"), ("Omar Other", "refused")}

    def test_reporters_are_told_although_the_post_changes_after_the_verdict(self):
        self.report("Ada One")
        self.judge(self.post, APPROVE)
        posting.edit(post=self.fresh(), words=posting.Words("Changed.", "<p>Changed.</p>"))
        assert self.told_later() == {("Ada One", "report")}

    def test_removing_a_post_closes_its_reports_and_restoring_opens_them(self):
        self.report("Ada One")
        posting.withdraw(post=self.fresh())
        assert self.outcomes() == ["withdrawn"]
        assert reports.weight_of(self.member("Ada One")) == 1.0
        assert self.told_later() == {("Ada One", "report")}
        posting.restore(post=self.fresh())
        assert self.outcomes() == [""]

    def test_the_author_is_told_that_reports_hide_a_post(self):
        self.report(*THREE)
        assert self.told_later() == {("Omar Other", "held")}
        self.client.force_login(self.omar.user)
        page = self.client.get("/forum/me/notifications/").text
        assert f"/forum/posts/{self.post.pk}/held/" in page

    def fresh(self) -> Post:
        return Post.objects.select_related("topic", "author__user").get(pk=self.post.pk)

    def told_later(self) -> set[tuple[str, str]]:
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            run_jobs()
        return set(Notification.objects.values_list("member__user__display_name", "kind"))

    def test_reporting_takes_the_same_queries_for_any_number_of_reports(self):
        for number in (1, 9):
            post = create_topic(self.board, self.omar, f"Number {number}").opening
            for each in range(number):
                young = self.member(f"Young{number}{each} Comer", days=0)
                reports.report(post=post, by=young, reason="spam")
            ada = self.member(f"Ada{number} One")
            with self.assertNumQueries(10):
                reports.report(post=post, by=ada, reason="spam")
