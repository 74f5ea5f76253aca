"""What the officer typed comes back whenever a step is refused, and can be sent again."""

from datetime import timedelta

import html5lib
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from leads.models import Correction, Event, Person
from privacy.erasure.plan import plan_person
from privacy.models import PrivacyRequest
from privacy.outreach import disclosures
from privacy.registry import Category
from privacy.rights import correction, fulfillment, requests
from privacy.rights.correction import Change
from privacy.rights.transitions import State
from tests import factories
from tests.leads.base import XHTML
from tests.privacy.people import ADA, create_history
from tests.privacy.requests import RequestTestCase, step_fields
from tests.privacy.test_disclosures_gate import create_recipient

WORDS = "Long words of a letter to the person."


def inputs(page: str) -> dict[str, str]:
    """Return the inputs of the correction form, as the browser sends them."""
    form = next(
        each
        for each in html5lib.parse(page).iter(f"{XHTML}div")
        if each.get("class") == "request-correction"
    )
    fields = {each.get("name"): each.get("value", "") for each in form.iter(f"{XHTML}input")}
    texts = {each.get("name"): each.text or "" for each in form.iter(f"{XHTML}textarea")}
    return {name.removeprefix("approve-"): text for name, text in (fields | texts).items()}


class TypedTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.dora)

    def press(self, request: PrivacyRequest, action: str, *, opened_version: str = "", **fields):
        """Press a button on the current page of the request."""
        request.refresh_from_db()
        sent = step_fields(action, fields)
        sent["opened_version"] = opened_version or request.version
        response = self.client.post(f"/admin/privacy/privacyrequest/{request.pk}/{action}/", sent)
        request.refresh_from_db()
        return response

    def refused(self, request: PrivacyRequest, action: str, **fields) -> str:
        """Press a button that is refused, and return the page."""
        response = self.press(request, action, **fields)
        assert response.status_code == 409
        return response.text


class LetterTestCase(TypedTestCase):
    def test_letter_of_an_impossible_step_comes_back(self):
        request = self.entered(kind="access")
        for action, fields in (
            ("ask", {"question": WORDS}),
            ("fulfill", {"explanation": WORDS}),
        ):
            page = self.refused(request, action, **fields)
            assert "the request has moved on" in page
            assert f"readonly>{WORDS}</textarea>" in page, "the page has no form for this step"
        assert request.state == State.CONFIRMED

    def test_letter_of_a_closed_request_comes_back(self):
        request = self.entered(kind="complaint")
        requests.withdraw(request)
        for action, fields in (
            ("refuse", {"reason": "law", "explanation": WORDS}),
            ("extend", {"reason": "complex", "text": WORDS}),
            ("ask", {"question": WORDS}),
        ):
            page = self.refused(request, action, **fields)
            assert f"readonly>{WORDS}</textarea>" in page, action
            assert "readonly" in self.refused(request, action, **fields, opened_version="1")

    def test_refused_form_is_shown_open_and_as_typed(self):
        overdue = timezone.now() - timedelta(days=40)
        request = self.entered(kind="complaint", received_at=overdue)
        page = self.refused(request, "extend", reason="complex", text=WORDS)
        assert "<details open><summary>Extend the deadline" in page
        assert f">\n{WORDS}</textarea>" in page
        assert "readonly" not in page

    def test_button_alone_leads_back_to_the_record(self):
        request = self.entered(kind="complaint")
        assert self.press(request, "release").status_code == 302


class CorrectionFormTestCase(TypedTestCase):
    def setUp(self):
        super().setUp()
        self.person = create_history(name="Ada Lovelase").person
        self.request = self.entered(kind="correction")

    def sent(self, **new: str) -> dict[str, str]:
        """Return what the correction form of the current page sends, with new values of Ada."""
        shown = self.client.get(f"/admin/privacy/privacyrequest/{self.request.pk}/change/")
        form = shown.context["forms"]["approve"]
        fields = {name: form[name].value() for name in form.fields}
        return fields | {self.name("new", field): value for field, value in new.items()}

    def name(self, what: str, field: str) -> str:
        return f"{what}-leads.person-{self.person.pk}-{field}"

    def test_correction_refused_by_the_service_comes_back(self):
        page = self.refused(self.request, "approve", **self.sent(name="Ada King", email="nora@"))
        assert "E-mail: This is not an e-mail address." in page
        assert 'value="Ada King"' in page
        assert 'value="nora@"' in page
        assert Person.objects.get().name == "Ada Lovelase"

    def test_every_refused_value_names_its_field(self):
        for field, label, value in (("name", "Name", "x" * 300), ("email", "E-mail", "nora@")):
            change = Change("leads.person", str(self.person.pk), field, value)
            with pytest.raises(ValidationError, match=f"'{label}: "):
                correction.preview(fulfillment.person(self.request), [change])

    def test_value_that_changed_since_can_be_sent_again(self):
        sent = self.sent(name="Ada King")
        Person.objects.update(name="Ada Byron", phone="+1 404 555 0100")
        response = self.press(self.request, "approve", **sent)
        assert response.status_code == 422
        assert "It is “Ada Byron” now. Check yours, and send again." in response.text
        again = inputs(response.text)
        assert again[self.name("new", "name")] == "Ada King"
        assert again[self.name("was", "name")] == "Ada Byron"
        assert again[self.name("new", "phone")] == "+1 404 555 0100", "nothing was typed there"
        assert self.press(self.request, "approve", **again).status_code == 302
        person = Person.objects.get()
        assert (person.name, person.phone) == ("Ada King", "+1 404 555 0100")

    def test_typed_value_stays_with_its_field(self):
        sent = self.sent(name="Ada King")
        Correction.objects.all().delete()  # fields before and after it shift
        factories.create_inquiry(email=ADA, name="Ada")
        response = self.press(self.request, "approve", **sent)
        assert response.status_code == 422
        assert "A field is no longer stored." in response.text
        again = inputs(response.text)
        typed = {name for name, value in again.items() if value == "Ada King"}
        assert typed == {self.name("new", "name")}

    def test_value_typed_for_a_removed_field_is_quoted(self):
        new = {name: "Ada Byron" for name in self.sent() if name.startswith("new-leads.correction")}
        sent = self.sent(name="Ada King") | new
        Correction.objects.all().delete()
        response = self.press(self.request, "approve", **sent)
        assert "You typed “Ada Byron” there." in response.text
        assert "typed “Ada King”" not in response.text

    def test_typed_values_of_a_closed_request_come_back(self):
        sent = self.sent(name="Ada King")
        requests.withdraw(self.request)
        factories.create_inquiry(email=ADA, name="Ada")
        page = self.refused(self.request, "approve", **sent, opened_version="1")
        assert "New Name</label>" in page
        assert "readonly>Ada King</textarea>" in page
        assert page.count("readonly") == 1


class RowTestCase(TypedTestCase):
    def test_reason_that_a_recipient_cannot_be_notified_comes_back(self):
        person = create_history().person
        for slug in ("parcels", "prints"):
            create_recipient(slug=slug, name=f"Example {slug}")
            disclosures.gate(slug, ADA, [Category.CONTACT])
        request = self.entered(kind="correction")
        change = Change("leads.person", str(person.pk), "name", "Ada King")
        fulfillment.approve_correction(request, [change], by=self.dora)
        first, second = request.notices.order_by("pk")
        response = self.press(request, "cannot_notify", row=second.pk, note="")
        assert response.status_code == 422
        row = response.text.partition("Example prints")[2]
        assert "<details open><summary>Cannot be notified" in row
        assert "This field is required." in row
        assert response.text.count("<details open>") == 1
        fields = {"row": second.pk, "note": WORDS}
        page = self.refused(request, "cannot_notify", **fields, opened_version="1")
        assert f'value="{WORDS}"' in page.partition("Example prints")[2]
        assert self.press(request, "notified", row=second.pk).status_code == 302
        assert f"readonly>{WORDS}</textarea>" in self.refused(request, "cannot_notify", **fields)
        assert first.state == "waiting"

    def test_explanation_of_a_finding_comes_back(self):
        create_history()
        theirs = create_history(email="bob@example.com", name="Bob", phone="+1 404 555 0199")
        for number in range(2):
            Event.objects.create(lead=theirs, kind="note", text=f"{number} knows {ADA}")
        request = self.entered(kind="deletion")
        digest = plan_person(fulfillment.person(request)).digest
        self.press(request, "erase", plan_hash=digest)
        hits = [each["key"] for each in request.erasure.findings if not each["explanation"]]
        response = self.press(request, "explain", row=hits[-1], reason="")
        assert response.status_code == 422
        assert "This field is required." in response.text.partition(hits[-1])[2]
        assert response.text.count("This field is required.") == 1
        sent = {"row": hits[-1], "reason": WORDS}
        page = self.refused(request, "explain", **sent, opened_version="1")
        assert f'value="{WORDS}"' in page.partition(hits[-1])[2]
        ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
        assert len(ids) == len(set(ids))
