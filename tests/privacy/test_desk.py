"""The privacy officer's start page: which requests are due, and what else waits for a look."""

from datetime import timedelta
from unittest import mock

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy.demo import load_demo
from privacy.models import PrivacyRequest
from privacy.outreach import disclosures
from privacy.registry import Category
from privacy.rights import desk, fulfillment
from privacy.rights.transitions import State
from tests.privacy.requests import RequestTestCase
from tests.privacy.test_disclosures_gate import create_recipient


class StartPageTestCase(RequestTestCase):
    def start_page(self, person) -> str:
        self.client.force_login(person)
        return self.client.get("/admin/").content.decode()

    def test_open_requests_are_sorted_by_remaining_time(self):
        now = timezone.now()
        ages = {"nina@example.com": 1, "omar@example.com": 28, "paul@example.com": 40}
        made = {
            email: self.entered(email=email, received_at=now - timedelta(days=age))
            for email, age in ages.items()
        }
        page = self.start_page(self.dora)
        order = [made[f"{who}@example.com"].reference for who in ("paul", "omar", "nina")]
        places = [page.index(reference) for reference in order]
        assert places == sorted(places)
        assert "overdue" in page
        assert desk.figures()["counts"]["open"] == 3
        assert desk.figures()["counts"]["soon"] == 2

    def test_count_that_stops_says_that_there_are_more(self):
        for number in range(3):
            self.entered(email=f"nina{number}@example.com")
        with mock.patch.object(desk, "MOST_COUNTED", 2):
            assert "2+" in self.start_page(self.dora)

    def test_other_users_see_no_desk(self):
        request = self.entered()
        for person in (self.alice, self.bob, self.charlie, self.adam, self.erin):
            page = self.start_page(person)
            assert request.reference not in page, person
            assert "Privacy requests" not in page, person

    def test_closed_and_unconfirmed_requests_are_not_listed(self):
        self.send()
        request = self.entered(kind="opt_out")
        fulfillment.execute(request, by=self.dora)
        page = self.start_page(self.dora)
        assert "No request is open." in page
        assert desk.figures()["counts"]["unconfirmed"] == 1

    def test_recipients_to_notify_are_counted_per_request(self):
        create_recipient(slug="parcels", name="Example Parcels")
        disclosures.gate("parcels", "ada.lovelace@example.com", [Category.CONTACT])
        request = self.entered(kind="restriction")
        fulfillment.execute(request, by=self.dora)
        assert desk.figures()["counts"]["notices"] == 1
        self.client.force_login(self.dora)
        path = "/admin/privacy/privacyrequest/"
        assert request.reference in self.client.get(f"{path}?show=notify").content.decode()
        notice = request.notices.get()
        sent = {"row": notice.pk, "opened_version": request.version}
        self.client.post(f"{path}{request.pk}/notified/", sent)
        notice.refresh_from_db()
        assert (notice.state, notice.settled_by) == ("notified", self.dora)
        assert desk.figures()["counts"]["notices"] == 0

    def test_failed_notification_is_stored_with_its_reason(self):
        create_recipient(slug="parcels", name="Example Parcels")
        disclosures.gate("parcels", "ada.lovelace@example.com", [Category.CONTACT])
        request = self.entered(kind="restriction")
        fulfillment.execute(request, by=self.dora)
        self.client.force_login(self.dora)
        path = f"/admin/privacy/privacyrequest/{request.pk}/cannot_notify/"
        notice = request.notices.get()
        sent = {"row": notice.pk, "opened_version": request.version}
        assert self.client.post(path, sent).status_code == 422
        self.client.post(path, sent | {f"cannot_notify-{notice.pk}-note": "It is dissolved."})
        assert request.notices.get().state == "impossible"
        page = self.client.get(f"/admin/privacy/privacyrequest/{request.pk}/change/")
        assert "It is dissolved." in page.content.decode()

    def test_desk_takes_two_queries(self):
        for number in range(12):
            self.entered(email=f"person{number}@example.com")
        with CaptureQueriesContext(connection) as captured:
            found = desk.figures()
        assert len(captured) == 2
        assert len(found["soonest"]) == desk.SOONEST


class DemoTestCase(RequestTestCase):
    def test_demo_has_requests_in_many_states_and_sends_no_mail(self):
        with self.settings(IS_LOCAL=True):
            assert load_demo()
        requests = PrivacyRequest.objects.all()
        assert requests.open().count() >= 5
        assert requests.filter(state=State.FULFILLED).count() >= 5
        addresses = requests.values_list("email", flat=True)
        assert {address.partition("@")[2] for address in addresses} == {"example.com"}
        assert all(request.days_left() >= 0 for request in requests.open())
        self.work()
        assert mail.outbox == []
        self.client.force_login(self.dora)
        for request in requests:
            path = f"/admin/privacy/privacyrequest/{request.pk}/change/"
            assert self.client.get(path).status_code == 200
