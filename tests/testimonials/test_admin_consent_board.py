"""The consent board: numbers by state, a chart by month, and what ends next."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock

from django.utils import timezone

from testimonials import board
from testimonials.services import consents, giving
from tests.base import StaffTestCase

from .factories import create_copies, create_listing, create_published

BOARD = "/admin/testimonials/testimonial/consents/"


class ConsentBoardTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.dora)

    def published(self, days: int):
        ends_at = timezone.now() + timedelta(days=days)
        with mock.patch.object(consents, "ends_at", return_value=ends_at):
            return create_published(brand=self.brand, by=self.bob)

    def test_numbers_by_state_link_to_the_testimonials(self):
        soon, later, long = self.published(20), self.published(80), self.published(700)
        giving.withdraw(testimonial=self.published(700))
        page = self.client.get(BOARD)
        assert page.context["board"].counts == {
            "active": 3,
            "in_30": 1,
            "in_90": 2,
            "ended": 0,
            "withdrawn": 1,
        }
        assert page.context["board"].ending == [soon, later]
        self.assertContains(page, f"/admin/testimonials/testimonial/{soon.pk}/change/")
        self.assertContains(page, "?show=all&amp;consent=withdrawn")
        self.assertNotContains(page, f"/admin/testimonials/testimonial/{long.pk}/change/")

    def test_the_chart_counts_active_consents_by_the_month_of_their_end(self):
        create_listing(brand=self.brand)
        published = self.published(700)
        giving.withdraw(testimonial=self.published(700))
        read = board.read()
        assert read.chart.series == [("People", 1), ("Companies", 1), ("Directory entries", 1)]
        month = timezone.localtime(published.person_consent.ends_at).date().replace(day=1)
        [numbers] = [numbers for day, numbers, _ in read.chart.rows if day == month]
        assert numbers[:2] == [1, 1]

    def test_months_go_on_over_the_turn_of_the_year(self):
        months = board.months_from(date(2026, 11, 30))
        assert months[:3] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
        assert months[-1] == date(2028, 11, 1)

    def test_a_consent_of_two_years_is_within_the_chart(self):
        for day in (datetime(2026, 1, 31, 23, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)):
            ends = consents.ends_at(day).date()
            assert ends.replace(day=1) in board.months_from(day.date())

    def test_the_board_takes_the_same_queries_for_10_and_200(self):
        create_copies(self.published(20), 9)
        self.client.get(BOARD)
        with self.assertNumQueries(8):
            self.client.get(BOARD)
        create_copies(self.published(20), 190)
        with self.assertNumQueries(8):
            self.client.get(BOARD)

    def test_others_do_not_see_it(self):
        for user in (self.alice, self.charlie, self.erin):
            self.client.force_login(user)
            assert self.client.get(BOARD).status_code == 403
