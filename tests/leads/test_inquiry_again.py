"""The same form sent more than once is one inquiry; changed answers are a correction of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import time_machine
from django.core import mail
from django.db import OperationalError, connection, connections
from django.test import Client, TransactionTestCase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from leads.models import Correction, Event, Inquiry
from privacy.models import Consent
from tests import factories
from tests.base import run_jobs

from .base import ANSWERS, BROWSER, InquiryTestCase, fields_of


class AgainTestCase(InquiryTestCase):
    def test_double_click_stores_one_inquiry(self):
        fields = {**self.open_form(), **ANSWERS}
        first, second = self.send(fields), self.send(fields)
        assert first["Location"] == second["Location"]
        assert Inquiry.objects.count() == 1
        assert not Correction.objects.exists()
        assert DBTaskResult.objects.count() == 1

    def test_changed_answers_are_stored_as_a_correction(self):
        fields = {**self.open_form(), **ANSWERS}
        first = self.send(fields)
        second = self.send(fields, message="I meant something else.")
        assert first["Location"] == second["Location"]
        inquiry = Inquiry.objects.get()
        assert inquiry.message == ANSWERS["message"]
        assert inquiry.latest.message == "I meant something else."
        kinds = [event.kind for event in inquiry.lead.events.all()]
        assert kinds == [Event.Kind.CORRECTED, Event.Kind.RECEIVED]
        assert DBTaskResult.objects.count() == 1

    def test_repeated_correction_is_stored_once(self):
        fields = {**self.open_form(), **ANSWERS}
        self.send(fields)
        self.send(fields, name="Nora E. Example")
        self.send(fields, name="Nora E. Example")
        assert Correction.objects.count() == 1

    def test_resubmission_days_later_gets_the_same_receipt(self):
        fields = {**self.open_form(), **ANSWERS}
        first = self.send(fields)
        with time_machine.travel(timezone.now() + timedelta(days=3)):
            again = self.client.post(self.action, fields)
        assert (again.status_code, again["Location"]) == (303, first["Location"])
        assert Inquiry.objects.count() == 1

    def test_resubmission_without_database_keeps_text_and_token(self):
        fields = {**self.open_form(), **ANSWERS}
        first = self.send(fields)

        def fail(*args):
            raise OperationalError("no connection")

        with time_machine.travel(timezone.now() + timedelta(days=3)):
            with connection.execute_wrapper(fail):
                response = self.client.post(self.action, fields)
            self.assertContains(response, "out of order on our side", status_code=503)
            assert {**fields_of(response), "page": fields["page"]} == fields
            assert self.client.post(self.action, fields)["Location"] == first["Location"]

    def test_two_pages_opened_side_by_side_are_two_inquiries(self):
        self.send()
        self.send()
        assert Inquiry.objects.count() == 2

    def test_correction_without_tick_withdraws_the_consent(self):
        page = self.client.get("/contact/").content.decode()
        box = page.partition('name="news" value="')[2].partition('"')[0]
        fields = {**self.open_form(), **ANSWERS}
        self.send({**fields, "news": box})
        self.send(fields)
        assert Consent.objects.get().withdrawn_at is not None

    def test_a_correction_of_the_address_moves_the_consent_to_it(self):
        page = self.client.get("/contact/").content.decode()
        box = page.partition('name="news" value="')[2].partition('"')[0]
        fields = {**self.open_form(), **ANSWERS, "news": box}
        self.send(fields)
        self.send(fields, email="nora.example@example.com")
        active = Consent.objects.active()
        assert [consent.email for consent in active] == ["nora.example@example.com"]
        assert Consent.objects.count() == 2

    def test_resubmission_after_an_error_is_the_same_submission(self):
        fields = {**self.open_form(), **ANSWERS}
        failed = self.send(fields, email="nobody")
        assert fields_of(failed)["form_token"] == fields["form_token"]


class AtOnceTestCase(TransactionTestCase):
    def test_twenty_concurrent_submissions_are_one_inquiry(self):
        load_sites()
        brand = Brand.objects.get(slug="contactatonce")
        form = factories.create_form(brand=brand)
        form.notified.add(factories.create_staff("alice@example.com", "Alice", role=None))
        page = Client(HTTP_HOST=brand.host).get("/contact/")
        fields = {**fields_of(page), **ANSWERS}
        travel = time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False)

        def send(_: int) -> str:
            try:
                client = Client(headers=BROWSER, HTTP_HOST=brand.host)
                response = client.post("/contact/contact/", fields)
                return f"{response.status_code} {response.get('Location')}"
            finally:
                connections.close_all()

        with travel, ThreadPoolExecutor(20) as pool:
            receipts = set(pool.map(send, range(20)))
        assert len(receipts) == 1, receipts
        assert receipts.pop().startswith("303 /contact/received/")
        assert Inquiry.objects.count() == 1
        assert Event.objects.count() == 1
        run_jobs()
        assert sorted(message.to[0] for message in mail.outbox) == [
            "alice@example.com",
            "nora@example.com",
        ]
