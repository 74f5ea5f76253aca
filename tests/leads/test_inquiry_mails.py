"""The acknowledgement and the notice: once each, without the visitor's text (P06)."""

from datetime import timedelta
from unittest import mock

import time_machine
from django.core import mail
from django.utils import timezone

from contactatonce.lib.mail import Refused
from leads import tasks
from leads.models import Event, Inquiry
from leads.services import mailing
from tests import factories
from tests.base import run_jobs

from .base import ANSWERS, InquiryTestCase


class AcknowledgementTestCase(InquiryTestCase):
    def test_acknowledgement_shows_reference_and_promised_time(self):
        with time_machine.travel("2026-11-24 15:00:00Z", tick=False):  # a Tuesday, 10 in Alpharetta
            self.send()
            run_jobs()
        (letter,) = mail.outbox
        reference = Inquiry.objects.get().reference
        assert letter.to == ["nora@example.com"]
        assert reference in letter.subject
        for text in (letter.body, letter.alternatives[0].content):
            assert reference in text
            assert "Tuesday, November 24, 2026, 2:00 PM EST (New York)" in text
            assert "a person reads it" in text
            assert "+1-866-358-3880" in text

    def test_acknowledgement_is_marked_as_automatic(self):
        self.send()
        run_jobs()
        inquiry = Inquiry.objects.get()
        headers = mail.outbox[0].message()
        assert headers["From"] == f"Contact At Once! <{self.brand.mail_from}>"
        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["Message-ID"] == f"<inquiry-{inquiry.reference}@www.contactatonce.com>"
        local, _, domain = self.brand.mail_from.partition("@")
        assert headers["Reply-To"] == f"{local}+{inquiry.lead.reply_token}@{domain}"

    def test_acknowledgement_repeats_no_input(self):
        words = {
            "name": "Zanzibar",
            "company_name": "Quetzal",
            "message": "Buy at https://spam.example.net today, dear Xylophone.",
            "phone": "404 555 0177",
            "city": "Yucatan",
        }
        self.send(**words)
        run_jobs()
        whole = mail.outbox[0].message().as_string()
        for word in ("Zanzibar", "Quetzal", "spam.example", "Xylophone", "0177", "Yucatan"):
            assert word not in whole

    def test_address_gets_one_acknowledgement_a_day(self):
        with time_machine.travel("2026-11-24 15:00:00Z", tick=False):
            self.send()
            self.send(email="NORA@Example.com")
            run_jobs()
            assert len(mail.outbox) == 1
        second = Inquiry.objects.first()
        event = second.lead.events.get(kind=Event.Kind.UNDELIVERED)
        assert event.text == "This e-mail address got one today."
        with time_machine.travel("2026-11-25 15:00:00Z", tick=False):
            self.send()
            run_jobs()
        assert len(mail.outbox) == 2

    def test_tags_of_an_address_share_an_acknowledgement(self):
        with time_machine.travel("2026-11-24 15:00:00Z", tick=False):
            for number in range(3):
                self.send(email=f"nora+{number}@example.com", message=f"Question {number}.")
            run_jobs()
        assert Event.objects.filter(kind=Event.Kind.UNDELIVERED).count() == 2
        assert len(mail.outbox) == 1

    def test_running_the_jobs_again_sends_nothing_again(self):
        alice = factories.create_staff("alice@example.com", "Alice", role="Sales")
        self.send()
        run_jobs()
        pk = Inquiry.objects.get().pk
        tasks.received.call(pk)
        run_jobs()
        tasks.acknowledge.call(pk)
        tasks.notify.call(pk, alice.pk)
        assert len(mail.outbox) == 2
        assert Event.objects.filter(kind=Event.Kind.NOTIFIED).count() == 1
        assert Event.objects.filter(kind=Event.Kind.ACKNOWLEDGED).count() == 1
        assert Event.objects.filter(kind=Event.Kind.IDENTIFIED).count() == 1

    def test_inquiry_with_only_a_phone_gets_no_mail(self):
        self.form.fields.filter(question="email").update(is_required=False)
        self.seconds_pass()
        self.send(email="", phone="404 555 0100")
        run_jobs()
        assert not mail.outbox

    def test_undelivered_acknowledgement_is_not_recorded_as_sent(self):
        self.send()
        with mock.patch.object(mailing, "hand_over", side_effect=Refused("Refused: 550")):
            run_jobs()
        event = Inquiry.objects.last().lead.events.get(cause="acknowledgement")
        assert (event.kind, event.text) == (Event.Kind.UNDELIVERED, "Refused: 550")

    def test_erased_inquiry_sends_nothing(self):
        self.send()
        Inquiry.objects.all().delete()
        run_jobs()
        assert not mail.outbox


class NoticeTestCase(InquiryTestCase):
    def test_each_colleague_gets_a_notice_with_reference_and_link(self):
        alice = factories.create_staff("alice@example.com", "Alice", role="Sales")
        bob = factories.create_staff("bob@example.com", "Bob", role="Sales")
        factories.create_staff("carol@example.com", "Carol", role="Sales")
        self.form.notified.set([alice, bob])
        self.send(company_name="Quetzal")
        run_jobs()
        inquiry = Inquiry.objects.get()
        notices = [letter for letter in mail.outbox if letter.to != ["nora@example.com"]]
        assert sorted(letter.to[0] for letter in notices) == [
            "alice@example.com",
            "bob@example.com",
        ]
        for letter in notices:
            whole = letter.message().as_string()
            assert f"https://www.contactatonce.com/admin/leads/lead/{inquiry.pk}/change/" in whole
            assert inquiry.reference in letter.subject
            for word in ("Nora", "nora@", "Quetzal", "how the chat looks"):
                assert word not in whole
        told = inquiry.lead.events.filter(kind=Event.Kind.NOTIFIED)
        assert {event.assignee for event in told} == {alice, bob}

    def test_all_sales_are_notified_if_no_one_is_chosen(self):
        factories.create_staff("carol@example.com", "Carol", role="Sales")
        factories.create_staff("ed@example.com", "Ed", role="Editor")
        self.send()
        run_jobs()
        assert {letter.to[0] for letter in mail.outbox} == {"nora@example.com", "carol@example.com"}

    def test_inactive_colleagues_are_not_notified(self):
        alice = factories.create_staff("alice@example.com", "Alice", role="Sales")
        self.form.notified.set([alice])
        self.send()
        alice.is_active = False
        alice.save()
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [["nora@example.com"]]


class CorrectionTestCase(InquiryTestCase):
    def test_acknowledgement_goes_to_the_corrected_address(self):
        fields = {**self.open_form(), **ANSWERS}
        self.send(fields, email="nora@exmple.example")
        self.send(fields)
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [["nora@example.com"]]
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            self.send(fields, name="N.")
            run_jobs()
        assert len(mail.outbox) == 1
