"""An inquiry entered by hand: source, promise, person, consent; no mail unless ticked."""

import uuid

from django.core import mail

from leads.models import Company, Event, Inquiry, Lead, Person
from privacy.models import Consent, Suppression
from privacy.outreach import opt_outs
from tests import factories
from tests.base import StaffTestCase, run_jobs

PAGE = "/admin/leads/lead/add/"
WORDING = "Yes, please mail me your news."


class EntryTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        factories.create_form(brand=cls.brand)

    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)
        self.key = str(uuid.uuid4())

    def add(self, status=302, page=PAGE, **typed):
        sent = {
            "site": self.brand.slug,
            "source": "phone",
            "message": "Please call about the chat.",
            "name": "Nora Example",
            "email": "nora@example.com",
            "key": self.key,
            **typed,
        }
        response = self.client.post(page, {name: value for name, value in sent.items() if value})
        assert response.status_code == status, response.content
        return response

    def test_it_is_in_the_queue_with_source_and_promise(self):
        response = self.add(source="fair", is_mine="on")
        lead = Lead.objects.get()
        self.assertRedirects(response, f"/admin/leads/lead/{lead.pk}/change/")
        assert (lead.owner, lead.inquiry.entered_by) == (self.alice, self.alice)
        assert (lead.inquiry.source, lead.answer_by) == ("fair", lead.inquiry.answer_by)
        assert lead.inquiry.answer_by > lead.inquiry.received_at
        assert Event.objects.get(kind="received").actor == self.alice
        record = self.client.get(f"/admin/leads/lead/{lead.pk}/change/")
        self.assertContains(record, "<dt>Came by</dt><dd>Trade fair</dd>")
        self.assertContains(record, "<dt>Entered by</dt><dd>Alice</dd>")

    def test_the_person_is_recognized_by_e_mail(self):
        known = Person.objects.create(name="Nora", email="nora@example.com")
        self.add()
        assert Lead.objects.get().person == known

    def test_links_fill_in_the_person_and_the_company(self):
        company = Company.objects.create(name="Example Motors")
        person = Person.objects.create(name="Kim", phone="404 555 0100", company=company)
        page = self.client.get(f"{PAGE}?person={person.pk}")
        self.assertContains(page, 'value="404 555 0100"')
        self.assertContains(page, 'value="Example Motors"')
        self.add(email="", person=person.pk)
        lead = Lead.objects.get()
        assert (lead.person, lead.company) == (person, company)
        self.assertContains(self.client.get(f"{PAGE}?company={company.pk}"), "Example Motors")

    def test_no_one_is_acknowledged_unless_ticked(self):
        self.add()
        run_jobs()
        assert "nora@example.com" not in [to for letter in mail.outbox for to in letter.to]
        self.key = str(uuid.uuid4())
        self.add(email="kim@example.com", acknowledge="on")
        run_jobs()
        assert "kim@example.com" in [to for letter in mail.outbox for to in letter.to]

    def test_sent_twice_it_is_stored_once(self):
        self.add()
        self.add(message="Changed.")
        assert Inquiry.objects.get().message == "Please call about the chat."

    def test_a_consent_needs_its_words_and_an_address(self):
        refused = self.add(422, has_consent="on")
        self.assertContains(refused, "a consent needs its words", status_code=422)
        self.assertContains(refused, "Please call about the chat.", status_code=422)
        self.add(422, has_consent="on", news_wording=WORDING, email="", phone="404 555 0100")
        assert not Consent.objects.exists() and not Inquiry.objects.exists()
        self.add(has_consent="on", news_wording=WORDING)
        consent = Consent.objects.get()
        assert (consent.wording, consent.email) == (WORDING, "nora@example.com")
        assert consent.given_how.startswith("Phone call, entered by staff")

    def test_words_without_the_tick_are_no_consent(self):
        self.add(news_wording=WORDING)
        assert not Consent.objects.exists()
        assert Inquiry.objects.get().news_wording == ""

    def test_a_consent_never_lifts_an_opt_out(self):
        opt_outs.suppress(
            address="nora@example.com",
            scope=Suppression.Scope.NEWS,
            reason=Suppression.Reason.STAFF,
        )
        refused = self.add(422, has_consent="on", news_wording=WORDING)
        self.assertContains(refused, "opted out of news", status_code=422)
        assert not Consent.objects.exists()

    def test_bad_input_is_refused_with_the_text_kept(self):
        for typed in (
            {"source": "form"},
            {"site": "nowhere"},
            {"name": "", "email": ""},
            {"email": "nobody"},
            {"message": ""},
            {"key": "x"},
            {"person": "9" * 40},
            {"subject": "\x00"},
        ):
            self.assertContains(
                self.add(422, **typed), "Nothing you typed is lost", status_code=422
            )
        assert not Inquiry.objects.exists()

    def test_only_sales_and_administrators_add_inquiries(self):
        for user, status in ((self.alice, 200), (self.adam, 200), (self.dora, 403)):
            self.client.force_login(user)
            assert self.client.get(PAGE).status_code == status
        assert self.client.post(PAGE, {}).status_code == 403
