"""The privacy officer's desk: who sees what, by how many days, and what each button does."""

from datetime import timedelta

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import Event, Inquiry
from privacy.erasure.plan import plan_person
from privacy.models import LegalHold, PrivacyRequest
from privacy.rights import fulfillment
from privacy.rights.transitions import State
from tests.privacy.people import ADA, create_history
from tests.privacy.requests import RequestTestCase, step_fields

LIST = "/admin/privacy/privacyrequest/"


class DeskTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.dora)

    def press(self, request: PrivacyRequest, action: str, **fields):
        """Press a button on the current page of the request."""
        request.refresh_from_db()
        given = {"opened_version": request.version, **step_fields(action, fields)}
        response = self.client.post(f"{LIST}{request.pk}/{action}/", given, follow=True)
        request.refresh_from_db()
        return response

    def record(self, request: PrivacyRequest) -> str:
        return self.client.get(f"{LIST}{request.pk}/change/").content.decode()

    def test_only_the_privacy_officer_sees_requests(self):
        request = self.entered()
        for person in (self.alice, self.bob, self.charlie, self.adam, self.erin):
            self.client.force_login(person)
            for path in (LIST, f"{LIST}{request.pk}/change/", f"{LIST}add/"):
                assert self.client.get(path).status_code == 403, (person, path)
            assert self.client.post(f"{LIST}{request.pk}/prepare/").status_code == 403
        request.refresh_from_db()
        assert request.state == State.CONFIRMED

    def test_list_is_sorted_by_urgency(self):
        now = timezone.now()
        ages = {"nina@example.com": 1, "omar@example.com": 27, "paul@example.com": 40}
        made = {
            email: self.entered(email=email, received_at=now - timedelta(days=age))
            for email, age in ages.items()
        }
        page = self.client.get(LIST).content.decode()
        places = [
            page.index(made[f"{who}@example.com"].reference) for who in ("paul", "omar", "nina")
        ]
        assert places == sorted(places)
        assert "tone-bad" in page
        assert "overdue" in page
        assert "days left" in page

    def test_the_list_is_searched_by_the_whole_address(self):
        mine, other = self.entered(), self.entered(email="bob@example.com")
        page = self.client.get(f"{LIST}?q={ADA}").content.decode()
        assert mine.reference in page
        assert other.reference not in page

    def test_letter_is_entered_with_its_time_of_receipt(self):
        sent = {
            "channel": "letter",
            "kind": "deletion",
            "brand": self.brand.pk,
            "email": ADA,
            "text": "By letter.",
            "received_at": "2026-11-01T09:30",
        }
        future = {**sent, "received_at": "2099-01-01T09:30"}
        assert "in the future" in self.client.post(f"{LIST}add/", future).content.decode()
        assert self.client.post(f"{LIST}add/", sent).status_code == 302
        request = PrivacyRequest.objects.get()
        assert request.received_at.strftime("%Y-%m-%d") == "2026-11-01"
        assert request.due_on.isoformat() == "2026-12-01"
        assert request.events.first().actor == self.dora
        self.work()
        assert mail.outbox[0].to == [ADA]

    def test_access_request_is_released_from_its_record(self):
        create_history()
        request = self.entered()
        assert "Prepare the copy" in self.record(request)
        self.press(request, "prepare")
        assert "Release the copy" in self.record(request)
        assert request.export.released_at is None
        self.press(request, "release")
        self.work()
        request.export.refresh_from_db()
        assert request.state == State.FULFILLED
        assert request.export.released_at is not None

    def test_a_deletion_shows_its_plan_and_executes_exactly_that(self):
        create_history()
        request = self.entered(kind="deletion")
        page = self.record(request)
        digest = plan_person(fulfillment.person(request)).digest
        assert digest in page
        assert '<th scope="row">Inquiries</th><td>1</td><td>deleted</td>' in page
        said = self.press(request, "erase", plan_hash="0" * 64).content.decode()
        assert "Nothing was erased" in said
        assert Inquiry.objects.exists()
        said = self.press(request, "erase", plan_hash=digest).content.decode()
        assert "Erased and swept" in said
        assert not Inquiry.objects.exists()
        assert request.state == State.FULFILLED

    def test_sweep_hits_can_be_explained_and_swept_again(self):
        create_history()
        theirs = create_history(email="bob@example.com", name="Bob", phone="+1 404 555 0199")
        Event.objects.create(lead=theirs, kind="note", text=f"knows {ADA}")
        request = self.entered(kind="deletion")
        digest = plan_person(fulfillment.person(request)).digest
        said = self.press(request, "erase", plan_hash=digest).content.decode()
        assert "unexplained places" in said
        hit = next(each["key"] for each in request.erasure.findings if not each["explanation"])
        assert hit in said
        self.press(request, "explain", row=hit, reason="It is Bob's own word.")
        self.press(request, "sweep")
        assert request.state == State.FULFILLED

    def test_a_correction_is_approved_from_before_and_after(self):
        create_history(name="Ada Lovelase")
        request = self.entered(kind="correction")
        request.change(
            "proposed",
            proposals=[{"what": "Name", "before": "Ada Lovelase", "after": "Ada Lovelace"}],
        )
        response = self.client.get(f"{LIST}{request.pk}/change/")
        form = response.context["forms"]["approve"]
        posted = {name: form[name].value() for name in form.fields}
        assert "Ada Lovelace" in posted.values()
        stale = posted | {name: "other" for name in posted if name.startswith("was-")}
        assert "It is “Ada Lovelase” now." in self.press(request, "approve", **stale).text
        self.press(request, "approve", **posted)
        assert Inquiry.objects.get().name == "Ada Lovelace"
        assert request.state == State.FULFILLED

    def test_unavailable_steps_do_nothing(self):
        request = self.entered(kind="complaint")
        for action in ("prepare", "release", "execute", "sweep"):
            assert "Nothing was done" in self.press(request, action).content.decode(), action
        said = self.press(request, "explain", row="x", reason="y")
        assert "Nothing was done" in said.content.decode()
        assert request.state == State.CONFIRMED
        assert self.client.get(f"{LIST}{request.pk}/prepare/").status_code == 405

    def test_refusal_needs_an_explanation_and_closes(self):
        request = self.entered(kind="complaint")
        response = self.press(request, "refuse", reason="law")
        assert response.status_code == 422
        self.press(request, "refuse", reason="law", explanation="Tax records.")
        assert (request.state, request.refusal) == (State.REFUSED, "law")

    def test_list_query_count_does_not_grow_with_rows(self):
        for number in range(5):
            self.entered(email=f"person{number}@example.com")
        few = self.queries_of_the_list()
        for number in range(20):
            self.entered(email=f"more{number}@example.com")
        assert self.queries_of_the_list() == few <= 10

    def queries_of_the_list(self) -> int:
        self.client.get(LIST)  # reads the sites, which a busy machine may have let go stale
        with CaptureQueriesContext(connection) as captured:
            self.client.get(LIST)
        return len(captured)


class HoldsTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.dora)

    def test_a_record_is_held_and_released(self):
        lead = create_history()
        review_on = (timezone.now() + timedelta(days=90)).date().isoformat()
        sent = {
            "kind": "leads.Inquiry",
            "object_pk": str(lead.pk),
            "ground": "claim",
            "case": "Case 7",
            "review_on": review_on,
            "with_what_hangs_on_it": "on",
        }
        path = "/admin/privacy/legalhold/"
        wrong = self.client.post(f"{path}add/", {**sent, "object_pk": "999999"})
        assert "There is no such record." in wrong.content.decode()
        assert self.client.post(f"{path}add/", sent).status_code == 302
        assert LegalHold.objects.active().count() > 1
        keys = list(LegalHold.objects.values_list("pk", flat=True))
        sent = {"action": "release", "_selected_action": keys}
        assert self.client.post(path, sent).status_code == 302
        assert not LegalHold.objects.active().exists()
        assert set(LegalHold.objects.values_list("released_by", flat=True)) == {self.dora.pk}

    def test_foresight_page_counts_deletions_in_30_days(self):
        create_history(received_at=timezone.now() - timedelta(days=715))
        page = self.client.get("/admin/privacy/legalhold/foresight/").content.decode()
        assert "2 years after the last contact" in page
        row = page[page.index('<th scope="row">Inquiries</th>') :][:300]
        assert "<td>0</td>" in row
        assert "<td>1</td>" in row
