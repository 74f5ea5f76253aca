"""Answers by e-mail: threaded, sent once, and visible while they wait."""

import email
import email.policy
from datetime import timedelta

import time_machine
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from leads.models import Answer, Correction, Event, Lead
from leads.services import answers, work
from leads.services.answers import Letter
from tests import factories
from tests.base import StaffTestCase, run_jobs

from .test_inquiry_smtp import PostOffice, free_port


class AnswerTestCase(StaffTestCase):
    host = "www.autodealerchat.com"

    def setUp(self):
        super().setUp()
        self.client.defaults["HTTP_HOST"] = "www.contactatonce.com"
        self.lead = factories.create_lead(inquiry=factories.create_inquiry(brand=self.brand))
        self.reference = self.lead.inquiry.reference
        self.path = f"/admin/leads/lead/{self.lead.pk}/"
        self.client.force_login(self.alice)

    def send(self, subject="Your question", body="Hello Nora,\n\nit costs <less>."):
        response = self.client.post(
            f"{self.path}answer/", {"answer-subject": subject, "answer-body": body}
        )
        assert response.status_code == 302, response.status_code

    def page(self):
        return self.client.get(f"{self.path}change/").content.decode()

    def minutes_later(self, minutes):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            run_jobs()


class LetterTestCase(AnswerTestCase):
    def test_answer_has_the_sites_sender_and_a_reply_address(self):
        self.send()
        run_jobs()
        letter = mail.outbox[0]
        assert letter.to == ["nora@example.com"]
        assert letter.from_email == "Auto Dealer Chat <hello@autodealerchat.com>"
        assert letter.reply_to == [f"hello+{self.lead.reply_token}@autodealerchat.com"]
        assert letter.subject == "Your question"
        assert "it costs <less>." in letter.body
        assert "it costs &lt;less&gt;." in letter.alternatives[0].content
        assert "Auto-Submitted" not in letter.extra_headers

    def test_the_form_opens_with_a_greeting_and_the_reference(self):
        page = self.page()
        assert f'value="Your inquiry {self.reference}"' in page
        assert "Hello Nora Example," in page

    def test_answer_is_threaded_on_earlier_mails(self):
        Event.objects.create(lead=self.lead, kind=Event.Kind.ACKNOWLEDGED)
        for _ in range(2):
            self.send()
            run_jobs()
        acknowledgement = f"<inquiry-{self.reference}@www.autodealerchat.com>"
        first, second = (letter.message() for letter in mail.outbox)
        assert first["In-Reply-To"] == first["References"] == acknowledgement
        assert second["In-Reply-To"] == first["Message-ID"]
        assert second["References"].split() == [acknowledgement, first["Message-ID"]]
        assert first["Message-ID"].startswith("<answer-")
        assert first["Message-ID"].endswith("@www.autodealerchat.com>")

    def test_answer_without_acknowledgement_starts_the_thread(self):
        self.send()
        run_jobs()
        assert mail.outbox[0].message()["In-Reply-To"] is None

    def test_answer_goes_to_the_latest_address(self):
        Correction.objects.create(
            inquiry=self.lead.inquiry, email="new@example.com", message="x", digest=""
        )
        self.send()
        run_jobs()
        assert mail.outbox[0].to == ["new@example.com"]

    def test_subject_cannot_inject_a_header(self):
        self.send(subject="Prices\r\nBcc: everybody@example.com")
        run_jobs()
        message = email.message_from_bytes(
            mail.outbox[0].message().as_bytes(), policy=email.policy.default
        )
        assert message["Bcc"] is None
        assert mail.outbox[0].recipients() == ["nora@example.com"]

    def test_answer_is_refused_in_quarantine_or_without_address(self):
        Lead.objects.filter(pk=self.lead.pk).update(quarantined_at=timezone.now())
        response = self.client.post(
            f"{self.path}answer/", {"answer-subject": "x", "answer-body": "x"}
        )
        self.assertContains(response, "release it first", status_code=422)
        nowhere = factories.create_lead(inquiry=factories.create_inquiry(email="", phone="123"))
        try:
            answers.write_answer(
                lead_id=nowhere.pk, author=self.alice, letter=Letter(subject="x", body="x")
            )
        except work.Refused as refusal:
            assert "call instead" in str(refusal)
        assert not Answer.objects.exists()
        assert not DBTaskResult.objects.exists()


class SentTestCase(AnswerTestCase):
    def test_first_answer_time_is_when_the_mail_was_sent(self):
        self.send()
        self.lead.refresh_from_db()
        assert (self.lead.first_answered_at, self.lead.state) == (None, "new")
        assert "is waiting to be sent" in self.page()
        run_jobs()
        self.lead.refresh_from_db()
        answer = Answer.objects.get()
        assert self.lead.first_answered_at is not None
        assert answer.sent_at is not None
        assert self.lead.state == "contacted"
        page = self.page()
        assert "is waiting to be sent" not in page
        assert "sent at" in page
        kinds = list(self.lead.events.order_by("pk").values_list("kind", "actor", "cause"))
        assert kinds == [
            ("answer", self.alice.pk, ""),
            ("answer_sent", None, f"answer {answer.pk} was sent"),
            ("state", self.alice.pk, f"answer {answer.pk} was sent"),
        ]

    def test_the_job_run_twice_sends_one_letter(self):
        self.send()
        run_jobs()
        DBTaskResult.objects.filter(pk=Answer.objects.get().job_id).update(status="READY")
        run_jobs()
        assert len(mail.outbox) == 1
        assert self.lead.events.filter(kind=Event.Kind.ANSWER_SENT).count() == 1

    def test_the_job_carries_ids_only(self):
        self.send()
        job = DBTaskResult.objects.get()
        assert job.args_kwargs == {"args": [Answer.objects.get().pk], "kwargs": {}}


class SmtpTestCase(AnswerTestCase):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        settings = override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=self.port,
            EMAIL_TIMEOUT=0.2,
        )
        settings.enable()
        self.addCleanup(settings.disable)

    def test_answer_is_sent_once_after_the_server_recovers(self):
        self.send()
        run_jobs()
        assert "is waiting to be sent" in self.page()
        with PostOffice(self.port) as office:
            self.minutes_later(1)
            self.minutes_later(60)
        assert [to for to, _ in office.letters] == ["nora@example.com"]
        assert "is waiting to be sent" not in self.page()

    def test_failed_answer_can_be_retried_from_the_record(self):
        self.send()
        with PostOffice(self.port, {"nora@example.com": "550 No such user"}) as office:
            run_jobs()
            assert "could not be sent" in self.page()
            self.lead.refresh_from_db()
            assert self.lead.first_answered_at is None
            office.answers.clear()
            answer = Answer.objects.get()
            self.client.post(f"{self.path}again/", {"answer": answer.pk})
            assert "could not be sent" not in self.page()
            run_jobs()
        assert [to for to, _ in office.letters] == ["nora@example.com"]
        self.lead.refresh_from_db()
        assert self.lead.first_answered_at is not None

    def test_answer_of_another_record_is_not_retried(self):
        self.send()
        with PostOffice(self.port, {"nora@example.com": "550 No such user"}):
            run_jobs()
        other = factories.create_lead()
        answer = Answer.objects.get()
        self.client.post(f"/admin/leads/lead/{other.pk}/again/", {"answer": answer.pk})
        assert DBTaskResult.objects.get(pk=answer.job_id).status == "FAILED"
