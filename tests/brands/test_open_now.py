"""Whether a site is open now follows its calendar, in the time zone of that."""

from datetime import UTC, date, datetime

from contactatonce.brands.models import Calendar, Holiday
from tests.base import SiteTestCase


class OpenNowTestCase(SiteTestCase):
    """The sites' calendar: weekdays from 9 to 18 in Alpharetta, which is UTC-5 in winter."""

    def is_open(self, *moment: int) -> bool:
        return self.brand.calendar.schedule.is_open_at(datetime(*moment, tzinfo=UTC))

    def test_open_from_the_first_minute_to_the_last(self):
        self.assertFalse(self.is_open(2026, 11, 23, 13, 59))
        self.assertTrue(self.is_open(2026, 11, 23, 14, 0))
        self.assertTrue(self.is_open(2026, 11, 23, 22, 59))
        self.assertFalse(self.is_open(2026, 11, 23, 23, 0))

    def test_daylight_saving_time_applies(self):
        self.assertTrue(self.is_open(2026, 7, 6, 13, 0))
        self.assertFalse(self.is_open(2026, 7, 6, 22, 0))

    def test_weekends_follow_the_local_day(self):
        self.assertFalse(self.is_open(2026, 11, 21, 16, 0))
        Calendar.objects.update(time_zone="Asia/Tokyo")
        self.brand.calendar.refresh_from_db()
        self.assertTrue(self.is_open(2026, 11, 23, 0, 0))
        self.assertFalse(self.is_open(2026, 11, 27, 15, 30))

    def test_closed_on_holidays(self):
        Holiday.objects.create(
            calendar=self.brand.calendar, day_on=date(2026, 11, 24), name="Stocktaking"
        )
        self.assertFalse(self.is_open(2026, 11, 24, 15, 0))
        self.assertTrue(self.is_open(2026, 11, 25, 15, 0))
