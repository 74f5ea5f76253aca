"""A visitor sends an inquiry (P06, P08, P09, P10)."""

from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from contactatonce.brands.models import Brand
from leads.models import Event, FormField, Inquiry, Lead
from privacy.models import Consent
from tests import factories

from .base import ANSWERS, InquiryTestCase, fields_of

HOSTS = (
    "www.contactatonce.com",
    "www.autodealerchat.com",
    "www.apartmentchat.com",
    "www.dealerchatblog.com",
    "www.apartmentchatblog.com",
)


class SendTestCase(InquiryTestCase):
    def test_inquiry_on_each_site_gets_a_receipt_without_cookie(self):
        for host in HOSTS:
            brand = Brand.objects.get(host=host)
            if brand != self.brand:
                factories.create_form(brand=brand)
                self.seconds_pass()
            self.client.defaults["HTTP_HOST"] = host
            response = self.send()
            assert response.status_code == 303, (host, response.content.decode())
            receipt = self.client.get(response["Location"])
            inquiry = Inquiry.objects.latest("pk")
            self.assertContains(receipt, inquiry.reference)
            assert inquiry.brand == brand
            assert not self.client.cookies
            assert "cookie" not in response.headers.get("Vary", "").lower()

    def test_every_answer_of_the_catalog_is_stored(self):
        answers = {
            "subject": "demo",
            "name": "Nora Example",
            "email": "nora@example.com",
            "phone": "(404) 555-0100",
            "company_name": "Example Motors",
            "company_size": "11-50",
            "business_type": "dealer",
            "street": "1 Example Street\nBack house",
            "city": "Marietta",
            "region": "Georgia",
            "postal_code": "30060",
            "country": "US",
            "message": "One line.\nAnother line.",
        }
        self.send(**answers)
        inquiry = Inquiry.objects.get()
        assert {name: getattr(inquiry, name) for name in answers} == answers
        assert inquiry.phone_e164 == "+14045550100"
        assert inquiry.page == "/contact/"
        assert inquiry.spam_score == 0

    def test_inquiry_is_stored_with_lead_event_and_job(self):
        self.send()
        inquiry = Inquiry.objects.get()
        lead = Lead.objects.get()
        assert lead.inquiry == inquiry
        assert lead.state == Lead.State.NEW
        assert lead.answer_by == inquiry.answer_by > inquiry.received_at
        assert [event.kind for event in lead.events.all()] == [Event.Kind.RECEIVED]
        assert DBTaskResult.objects.get().args_kwargs == {"args": [inquiry.pk], "kwargs": {}}

    def test_failure_rolls_back_and_keeps_the_text(self):
        fields = {**self.open_form(), **ANSWERS}
        with connection.execute_wrapper(refuse_events):
            response = self.send(fields)
        self.assertContains(response, "out of order on our side", status_code=503)
        assert fields_of(response) == {**fields, "page": "/contact/"}
        assert not Inquiry.objects.exists()
        assert not DBTaskResult.objects.exists()

    def test_unknown_keys_are_ignored_and_the_last_duplicate_counts(self):
        fields = {**self.open_form(), **ANSWERS, "name": ["First", "Last"]}
        self.send(fields, is_staff="1", status="won", state="won", spam_score="0", reference="X")
        inquiry = Inquiry.objects.get()
        assert inquiry.name == "Last"
        assert inquiry.lead.state == Lead.State.NEW
        assert inquiry.reference != "X"

    def test_the_form_of_one_site_is_unknown_on_the_others(self):
        for host in HOSTS[1:]:
            assert self.client.get("/contact/", headers={"host": host}).status_code == 404
            assert self.client.post(self.action, headers={"host": host}).status_code == 404

    def test_a_token_of_one_form_does_not_open_another(self):
        factories.create_form(brand=self.brand, slug="demo")
        fields = {**self.open_form("/contact/demo/"), **ANSWERS}
        assert self.send(fields).status_code == 422
        assert not Inquiry.objects.exists()

    def test_closed_form_gets_404(self):
        self.form.is_open = False
        self.form.save()
        self.seconds_pass()
        assert self.client.get("/contact/").status_code == 404
        assert self.client.post(self.action, ANSWERS).status_code == 404

    def test_a_question_that_the_form_does_not_ask_is_not_stored(self):
        FormField.objects.filter(form=self.form, question="company_name").delete()
        self.send(company_name="Example Motors")
        assert Inquiry.objects.get().company_name == ""

    def test_the_main_form_has_one_address(self):
        response = self.client.get(self.action)
        assert (response.status_code, response["Location"]) == (301, "/contact/")

    def test_get_changes_nothing(self):
        with CaptureQueriesContext(connection) as queries:
            self.client.get("/contact/")
            self.client.head("/contact/")
            self.client.get("/contact/?message=x")
        assert not [query for query in queries if not query["sql"].startswith("SELECT")]

    def test_warm_process_needs_nine_queries_to_store_none_to_show(self):
        fields = {**self.open_form(), **ANSWERS}
        self.send()
        with CaptureQueriesContext(connection) as queries:
            self.send(fields)
        done = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"] and q["sql"] != "BEGIN"]
        assert len(done) <= 9, done
        with self.assertNumQueries(0):
            self.client.get("/contact/")


class NewsTestCase(InquiryTestCase):
    def test_unticked_news_checkbox_gives_no_consent(self):
        assert "news" not in self.open_form()
        self.send()
        assert not Consent.objects.exists()

    def test_ticked_news_checkbox_stores_consent_with_wording(self):
        self.send(news=self.box())
        consent = Consent.objects.get()
        assert consent.email == "nora@example.com"
        assert consent.wording == self.form.news_wording
        assert consent.brand == self.brand
        assert Inquiry.objects.get().reference in consent.given_how

    def test_changed_news_wording_must_be_agreed_to_again(self):
        box = self.box()
        fields = {**self.open_form(), **ANSWERS, "news": box}
        self.form.news_wording = "Write to me every day."
        self.form.save()
        self.seconds_pass()
        response = self.send(fields)
        self.assertContains(response, "have changed since you opened", status_code=422)
        assert "news" not in fields_of(response)
        assert not Consent.objects.exists()

    def test_form_without_news_stores_no_consent(self):
        box = self.box()
        self.form.offers_news = False
        self.form.save()
        self.seconds_pass()
        self.send(news=box)
        assert not Consent.objects.exists()

    def box(self) -> str:
        """Return the value of the ticked news checkbox."""
        page = self.client.get("/contact/").content.decode()
        return page.partition('name="news" value="')[2].partition('"')[0]


def refuse_events(execute, sql, *args):
    if sql.startswith('INSERT INTO "leads_event"'):
        raise ProgrammingError("there is no such table")
    return execute(sql, *args)
