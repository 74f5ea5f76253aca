"""The admin shows and reads times in the zone of the reader's office, and names the zone."""

from datetime import UTC, datetime

from django.contrib.admin.models import LogEntry
from django.utils import timezone

from contactatonce.brands.models import Calendar, Office
from privacy.models import PrivacyRequest
from tests import factories
from tests.base import StaffTestCase

LOG = "/admin/admin/logentry/"
WINTER = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 15, 30, tzinfo=UTC)


class AdminTimeZoneTestCase(StaffTestCase):
    """Adam works in Alpharetta, where no office is set; Ursula in the UK office."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.uk = Office.objects.get(name="UK office")
        cls.ursula = factories.create_staff("ursula@example.com", "Ursula", role="Administrator")
        cls.ursula.office = cls.uk
        cls.ursula.save()

    def page(self, user, path: str) -> str:
        self.client.force_login(user)
        response = self.client.get(path)
        assert response.status_code == 200
        return response.text

    def log(self, moment: datetime) -> str:
        entry = LogEntry.objects.create(user=self.adam, action_flag=2, object_repr="A site")
        LogEntry.objects.filter(pk=entry.pk).update(action_time=moment)
        return f"{LOG}{entry.pk}/change/"

    def test_each_reader_sees_the_time_of_their_office(self):
        path = self.log(WINTER)
        assert "Dec. 1, 2026, 10:30 a.m." in self.page(self.adam, path)
        assert "Dec. 1, 2026, 3:30 p.m." in self.page(self.ursula, path)

    def test_daylight_saving_time_applies(self):
        path = self.log(SUMMER)
        assert "July 1, 2026, 11:30 a.m." in self.page(self.adam, path)
        assert "July 1, 2026, 4:30 p.m." in self.page(self.ursula, path)

    def test_pages_name_the_zone(self):
        assert "in the America/New_York time zone" in self.page(self.adam, "/admin/")
        assert "in the Europe/London time zone" in self.page(self.ursula, "/admin/")

    def test_zone_of_an_office_can_change(self):
        Office.objects.filter(pk=self.uk.pk).update(time_zone="Asia/Tokyo")
        assert "in the Asia/Tokyo time zone" in self.page(self.ursula, "/admin/")

    def test_deleted_office_falls_back_to_the_first(self):
        self.uk.delete()
        self.ursula.refresh_from_db()
        assert self.ursula.office is None
        assert "in the America/New_York time zone" in self.page(self.ursula, "/admin/")

    def test_public_pages_do_not_depend_on_the_reader(self):
        self.page(self.ursula, "/admin/")
        self.client.get("/")
        assert timezone.get_current_timezone_name() == "UTC"

    def record(self, user, typed: str) -> datetime:
        """Record a request that arrived by phone, and return when."""
        self.client.force_login(user)
        response = self.client.post(
            "/admin/privacy/privacyrequest/add/",
            {
                "kind": "complaint",
                "channel": "phone",
                "brand": self.brand.pk,
                "email": "nora@example.com",
                "text": "Too much mail.",
                "received_at": typed,
            },
        )
        assert response.status_code == 302
        return PrivacyRequest.objects.latest("pk").received_at

    def test_typed_times_are_read_in_the_zone_of_the_office(self):
        self.ursula.is_superuser = self.adam.is_superuser = True
        self.ursula.save()
        self.adam.save()
        for user, day, expected in (
            (self.adam, "2026-11-02", datetime(2026, 11, 2, 14, tzinfo=UTC)),
            (self.ursula, "2026-11-02", datetime(2026, 11, 2, 9, tzinfo=UTC)),
            (self.adam, "2026-10-28", datetime(2026, 10, 28, 13, tzinfo=UTC)),
            (self.ursula, "2026-10-20", datetime(2026, 10, 20, 8, tzinfo=UTC)),
        ):
            with self.subTest(user=user, day=day):
                assert self.record(user, f"{day}T09:00") == expected


class CalendarZoneTestCase(StaffTestCase):
    def test_business_hours_keep_the_zone_of_their_calendar(self):
        Office.objects.update(time_zone="Asia/Tokyo")
        assert Calendar.objects.get().zone.key == "America/New_York"
