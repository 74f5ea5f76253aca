"""The page of the team: figures per colleague and results, in a fixed number of queries."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactatonce.brands.directory import directory
from contactatonce.lib.timed_cache import TimedCache
from leads.services.staff import owners
from leads.services.team import team
from tests import factories
from tests.base import StaffTestCase

PATH = "/admin/leads/lead/team/"


class TeamTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        TimedCache.clear_all()
        self.now = timezone.now()

    def lead(self, owner, hours=None, days_ago=1, **fields):
        received_at = self.now - timedelta(days=days_ago)
        inquiry = factories.create_inquiry(
            received_at=received_at, answer_by=received_at + timedelta(hours=4)
        )
        answered_at = received_at + timedelta(hours=hours) if hours else None
        return factories.create_lead(
            inquiry=inquiry, owner=owner, first_answered_at=answered_at, **fields
        )

    def figures(self, name):
        return next(each for each in team().colleagues if each.name == name)

    def test_open_overdue_and_not_seen_are_counted(self):
        self.lead(self.alice)
        self.lead(self.alice, 1, state="contacted", attention="corrected")
        self.lead(self.alice, 1, state="contacted", next_step_on=self.now.date() - timedelta(2))
        self.lead(self.alice, 1, state="won")
        self.lead(self.adam)
        alice = self.figures("Alice")
        assert (alice.open, alice.overdue, alice.attention) == (3, 2, 1)

    def test_answers_of_thirty_days_are_measured(self):
        self.lead(self.alice, 2, state="contacted")
        self.lead(self.alice, 6, state="won")
        self.lead(self.alice, 200, days_ago=40, state="won")
        alice = self.figures("Alice")
        assert (alice.answered, alice.in_time, alice.share, alice.average) == (2, 1, 50, "4 h")
        assert (self.figures("Adam").share, self.figures("Adam").average) == (None, "–")

    def test_results_name_sites_and_reasons(self):
        for reason in ("price", "price", "no_need"):
            self.lead(self.alice, 1, state="lost", lost_reason=reason)
        self.lead(self.alice, 1, state="won")
        self.lead(self.alice, 1, days_ago=100, state="won")
        assert team().lost == [("Price", 2), ("No need any more", 1)]
        assert team().won == [(self.brand.name, 1)]

    def test_colleagues_who_left_are_shown_while_they_own_something(self):
        sam = factories.create_staff("sam@example.com", "Sam", role="Sales")
        sam.is_active = False
        sam.save()
        assert "Sam" not in [each.name for each in team().colleagues]
        self.lead(sam)
        assert not self.figures("Sam").is_here

    def test_each_colleague_links_to_their_list_and_to_the_hand_over(self):
        self.lead(self.alice)
        self.client.force_login(self.adam)
        page = self.client.get(PATH)
        self.assertContains(page, f"?tab=all&amp;owner={self.alice.pk}")
        self.assertContains(page, f"/admin/leads/lead/hand-over/{self.alice.pk}/")
        self.assertContains(self.client.get("/admin/leads/lead/"), PATH)

    def test_page_needs_the_view_permission(self):
        for user, status in ((self.alice, 200), (self.dora, 200), (self.bob, 403)):
            self.client.force_login(user)
            assert self.client.get(PATH).status_code == status
        self.client.force_login(self.dora)
        self.assertNotContains(self.client.get(PATH), "hand-over")

    def test_figures_take_as_many_queries_for_ten_as_for_two_hundred(self):
        assert self.queries(10) == self.queries(190) == 6

    def queries(self, number):
        for _ in range(number):
            self.lead(self.alice, 1, state="won")
        directory.get()
        owners.get()
        with CaptureQueriesContext(connection) as queries:
            team()
        return len(queries)
