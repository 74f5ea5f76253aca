"""A request's page is one form: a button keeps what was typed for the other steps."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.models import Event, Inquiry, Person
from privacy.erasure.plan import plan_person
from privacy.models import PrivacyRequest
from privacy.outreach import disclosures
from privacy.registry import Category
from privacy.rights import fulfillment, requests
from privacy.rights.transitions import State
from tests import factories
from tests.leads.base import XHTML, parse, record_fields
from tests.privacy.people import ADA, create_history
from tests.privacy.requests import RequestTestCase
from tests.privacy.test_disclosures_gate import create_recipient

LETTER = "Long words of a letter.\nIn two lines."
RECORDS = "/admin/privacy/privacyrequest/"


class DraftTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.dora)

    def open(self, request: PrivacyRequest) -> None:
        self.request = request
        self.opened = record_fields(self.client.get(f"{RECORDS}{request.pk}/change/"))

    def press(self, action: str, typed=None, **button):
        """Press a button of the page that was opened; the page that comes back is open now."""
        sent = self.opened | (typed or {}) | button
        response = self.client.post(f"{RECORDS}{self.request.pk}/{action}/", sent)
        self.request.refresh_from_db()
        if response.status_code != 302:
            self.opened = record_fields(response)
        return response


class TypedElsewhereTestCase(DraftTestCase):
    def test_an_unchanged_page_is_no_draft(self):
        create_history()
        for kind, action in (("access", "prepare"), ("correction", "begin"), ("opt_out", "begin")):
            self.open(self.entered(kind=kind))
            assert self.press(action).status_code == 302, kind
            assert self.press("change").status_code == 302, kind

    def test_a_step_keeps_what_was_typed_for_the_others(self):
        self.open(self.entered(kind="complaint"))
        typed = {
            "refuse-reason": "law",
            "refuse-explanation": LETTER,
            "extend-text": "Many records.",
            "fulfill-explanation": "Called them.",
            "fulfill-is_partly": "on",
            "link-earlier": "ABC",
        }
        response = self.press("begin", typed)
        assert response.status_code == 200
        assert self.request.state == State.IN_PROGRESS
        assert typed.items() <= self.opened.items()
        self.assertContains(response, "not saved yet")
        self.assertContains(response, "data-unsaved")
        self.assertNotContains(response, "errorlist")

    def test_only_the_fields_of_the_step_start_again(self):
        self.open(self.entered(kind="complaint"))
        self.press("begin", {"link-earlier": "ABC"})
        self.press("ask", {"ask-question": "Which site?", "refuse-explanation": LETTER})
        assert self.request.question == "Which site?"
        assert self.opened["refuse-explanation"] == LETTER
        assert self.opened["link-earlier"] == "ABC"
        assert "ask-question" not in self.opened or not self.opened["ask-question"]

    def test_a_draft_can_be_sent_with_the_next_button(self):
        self.open(self.entered(kind="complaint"))
        self.press("begin", {"refuse-reason": "law", "refuse-explanation": LETTER})
        assert self.press("refuse").status_code == 302
        assert (self.request.state, self.request.refusal) == (State.REFUSED, "law")

    def test_text_for_a_step_that_is_over_can_be_copied(self):
        self.open(self.entered(kind="complaint"))
        response = self.press(
            "fulfill", {"fulfill-explanation": "Called them.", "extend-text": LETTER}
        )
        assert response.status_code == 200
        assert self.request.state == State.FULFILLED
        self.assertContains(response, f"readonly>{LETTER}</textarea>")
        assert "extend-text" not in self.opened

    def test_a_refused_step_keeps_everything(self):
        self.open(self.entered(kind="complaint"))
        typed = {"link-earlier": "NOSUCH", "refuse-explanation": LETTER}
        response = self.press("link", typed)
        assert response.status_code == 422
        self.assertContains(response, "no request with this reference", status_code=422)
        assert typed.items() <= self.opened.items()
        requests.begin(self.request, by=self.adam)
        assert self.press("begin").status_code == 409
        assert typed.items() <= self.opened.items()

    def test_an_outdated_page_keeps_everything_and_does_nothing(self):
        self.open(self.entered(kind="complaint"))
        requests.withdraw(self.request)
        response = self.press("begin", {"refuse-explanation": LETTER, "ask-question": "Why?"})
        self.assertContains(response, f"readonly>{LETTER}</textarea>", status_code=409)
        assert self.request.state == State.WITHDRAWN

    def test_a_reload_does_nothing_twice(self):
        self.open(self.entered(kind="complaint"))
        sent = self.opened | {"refuse-explanation": LETTER}
        path = f"{RECORDS}{self.request.pk}/begin/"
        assert self.client.post(path, sent).status_code == 200
        again = self.client.post(path, sent)
        assert again.status_code == 409
        assert record_fields(again)["refuse-explanation"] == LETTER


class EnterTestCase(DraftTestCase):
    def test_the_enter_key_takes_no_step(self):
        self.open(self.entered(kind="deletion"))
        page = self.client.get(f"{RECORDS}{self.request.pk}/change/")
        form = next(each for each in parse(page).iter(f"{XHTML}form") if each.get("id") == "record")
        first = next(form.iter(f"{XHTML}button"))
        assert "formaction" not in first.attrib
        before = self.request.events.count()
        response = self.client.post(form.get("action"), self.opened | {"link-earlier": "ABC"})
        self.assertContains(response, "Nothing was done.")
        assert record_fields(response)["link-earlier"] == "ABC"
        assert self.request.events.count() == before

    def test_a_reader_cannot_post_the_page(self):
        request = self.entered()
        self.client.force_login(self.alice)
        assert self.client.post(f"{RECORDS}{request.pk}/change/", {}).status_code == 403


class CorrectionTestCase(DraftTestCase):
    def setUp(self):
        super().setUp()
        self.person = create_history(name="Ada Lovelase").person
        request = self.entered(kind="correction")
        request.change("proposed", proposals=[self.proposal("Ada Lovelase", "Ada Lovelace")])
        self.open(request)

    def proposal(self, before: str, after: str) -> dict[str, str]:
        return {"what": "Name", "before": before, "after": after}

    def field(self, name: str, what: str = "new") -> str:
        return f"approve-{what}-leads.person-{self.person.pk}-{name}"

    def test_new_values_wait_beside_another_step(self):
        typed = {self.field("phone"): "+1 404 555 0100", self.field("name"): "Ada King"}
        response = self.press("begin", typed)
        assert typed.items() <= self.opened.items()
        self.assertNotContains(response, "errorlist")
        assert self.press("approve").status_code == 302
        self.person.refresh_from_db()
        assert (self.person.name, self.person.phone) == ("Ada King", "+1 404 555 0100")

    def test_a_proposal_that_was_taken_back_stays_so(self):
        self.press("begin", {self.field("name"): "Ada Lovelase"})
        assert self.opened[self.field("name")] == "Ada Lovelase"

    def test_a_draft_follows_the_stored_values_where_none_was_typed(self):
        Person.objects.update(name="Ada Byron", phone="+1 404 555 0111")
        response = self.press("begin", {self.field("name"): "Ada King"})
        assert self.opened[self.field("name")] == "Ada King"
        assert self.opened[self.field("phone")] == "+1 404 555 0111"
        self.assertContains(response, "It is “Ada Byron” now.", count=1)
        assert self.opened[self.field("name", "was")] == "Ada Byron"

    def test_a_value_for_a_removed_record_is_quoted(self):
        field = next(name for name in self.opened if name.startswith("approve-new-leads.corr"))
        Inquiry.objects.get().corrections.all().delete()
        response = self.press("begin", {field: "Ada Byron"})
        self.assertContains(response, "You typed “Ada Byron” there.")

    def test_values_are_copied_if_it_is_closed_by_hand(self):
        typed = {self.field("name"): "Ada King", "fulfill-explanation": "By phone."}
        response = self.press("fulfill", typed)
        self.assertContains(response, "readonly>Ada King</textarea>")


class RowTestCase(DraftTestCase):
    def setUp(self):
        super().setUp()
        create_history()
        for slug in ("parcels", "prints"):
            create_recipient(slug=slug, name=f"Example {slug}")
            disclosures.gate(slug, ADA, [Category.CONTACT])

    def test_the_pressed_row_alone_is_settled(self):
        request = self.entered(kind="restriction")
        fulfillment.execute(request, by=self.dora)
        first, second = request.notices.order_by("pk")
        self.open(request)
        note = f"cannot_notify-{second.pk}-note"
        self.press("notified", {note: "Dissolved."}, row=first.pk)
        assert self.opened[note] == "Dissolved."
        self.press("cannot_notify", row=second.pk)
        states = request.notices.order_by("pk").values_list("state", "note")
        assert list(states) == [("notified", ""), ("impossible", "Dissolved.")]

    def test_a_note_on_a_row_that_is_settled_can_be_copied(self):
        request = self.entered(kind="restriction")
        fulfillment.execute(request, by=self.dora)
        first = request.notices.order_by("pk").first()
        self.open(request)
        response = self.press(
            "notified", {f"cannot_notify-{first.pk}-note": "Dissolved."}, row=first.pk
        )
        self.assertContains(response, "readonly>Dissolved.</textarea>")

    def test_a_key_that_is_no_row_does_nothing(self):
        request = self.entered(kind="restriction")
        fulfillment.execute(request, by=self.dora)
        self.open(request)
        for key in ("", "x", "0", "9" * 30):
            self.press("notified", row=key)
        assert request.notices.waiting().count() == 2


class ErasureTestCase(DraftTestCase):
    def setUp(self):
        super().setUp()
        create_history()
        self.open(self.entered(kind="deletion"))

    def test_a_changed_plan_is_refused_and_the_text_kept(self):
        factories.create_inquiry(email=ADA)
        response = self.press("erase", {"refuse-explanation": LETTER})
        self.assertContains(response, "Nothing was erased", status_code=409)
        assert Inquiry.objects.count() == 2
        assert self.opened["refuse-explanation"] == LETTER
        digest = plan_person(fulfillment.person(self.request)).digest
        assert self.opened["erase-plan_hash"] == digest, "the new plan is on the page"

    def test_no_other_step_erases_or_takes_its_plan(self):
        for plan_hash in ("", "0" * 64):
            self.open(self.request)
            assert self.press("begin", {"erase-plan_hash": plan_hash}).status_code == 302
            self.open(self.request)
            self.press("erase", {"erase-plan_hash": plan_hash})
            assert Inquiry.objects.exists()

    def test_explanations_of_other_findings_wait(self):
        theirs = create_history(email="bob@example.com", name="Bob", phone="+1 404 555 0199")
        for number in range(2):
            Event.objects.create(lead=theirs, kind="note", text=f"{number} knows {ADA}")
        self.open(self.request)
        self.press("erase", {"link-earlier": "ABC"})
        first, second = (
            hit["key"] for hit in self.request.erasure.findings if not hit["explanation"]
        )
        typed = {f"explain-{first}-reason": "Bob's word.", f"explain-{second}-reason": "Also."}
        self.press("explain", typed, row=first)
        self.request.erasure.refresh_from_db()
        assert set(self.request.erasure.explanations) == {first}
        assert self.opened[f"explain-{second}-reason"] == "Also."


class QueryTestCase(DraftTestCase):
    def queries_of(self, request: PrivacyRequest) -> int:
        self.open(request)
        with CaptureQueriesContext(connection) as captured:
            self.client.get(f"{RECORDS}{request.pk}/change/")
        return len(captured)

    def test_query_count_does_not_grow_with_rows(self):
        create_history()
        request = self.entered(kind="restriction")
        counts = set()
        for most in (1, 10):
            for number in range(most):
                slug = f"parcels-{most}-{number}"
                create_recipient(slug=slug, name=f"Example {slug}")
                disclosures.gate(slug, ADA, [Category.CONTACT])
            fulfillment.list_recipients(request)
            counts.add(self.queries_of(request))
        assert len(counts) == 1
