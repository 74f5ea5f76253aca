"""The term of a request: reminders, the one extension, and what happens on its last day (P30)."""

from datetime import datetime, timedelta

import time_machine
from django.core import mail
from django.utils import timezone

from contactatonce.jobs.models import Effect
from privacy.models import IllegalTransition, PrivacyRequest, Restriction, Suppression
from privacy.outreach import disclosures, opt_outs
from privacy.outreach.opt_outs import Use
from privacy.rights import deadlines, fulfillment, requests
from privacy.rights.transitions import State
from privacy.tasks import keep_deadlines
from tests.privacy.people import ADA, create_history
from tests.privacy.requests import RequestTestCase


class TermTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.start = timezone.now() - timedelta(seconds=1)

    def days_before_due(self, request: PrivacyRequest, days: int):
        """Travel to noon in the company's zone, so many days before the term ends."""
        noon = datetime.combine(request.answer_by, datetime.min.time(), tzinfo=request.zone)
        return time_machine.travel(noon + timedelta(hours=12) - timedelta(days=days), tick=False)


class DeadlineTestCase(TermTestCase):
    def test_term_starts_at_the_first_receipt(self):
        received_at = self.start - timedelta(days=9)
        request = self.entered(received_at=received_at)
        assert request.received_at == received_at
        assert (request.due_on - received_at.astimezone(request.zone).date()).days in {28, 29, 30}
        assert (
            request.days_left()
            == (request.due_on - self.start.astimezone(request.zone).date()).days
        )

    def test_late_confirmation_does_not_move_the_due_date(self):
        self.send()
        due_on = PrivacyRequest.objects.get().due_on
        self.work()
        with time_machine.travel(self.start + timedelta(days=6), tick=False):
            self.confirm()
        assert PrivacyRequest.objects.get().state == State.CONFIRMED
        assert PrivacyRequest.objects.get().due_on == due_on

    def test_officers_are_reminded_at_ten_five_and_two_days(self):
        request = self.entered()
        self.work()
        mail.outbox.clear()
        counts = []
        for days in (12, 11, 10, 9, 6, 5, 4, 3, 2, 1):
            with self.days_before_due(request, days):
                keep_deadlines()
                keep_deadlines()
                self.work()
            counts.append(len(mail.outbox))
        assert counts == [0, 0, 1, 1, 1, 2, 2, 2, 3, 3]
        assert {tuple(sent.to) for sent in mail.outbox} == {(self.dora.email,)}
        for sent in mail.outbox:
            whole = sent.message().as_string()
            assert request.reference in whole
            assert ADA not in whole
            assert "access" not in whole.lower()

    def test_unconfirmed_request_sends_no_alarm(self):
        self.send()
        request = PrivacyRequest.objects.get()
        with self.days_before_due(request, 5):
            assert deadlines.raise_alarms() == 0

    def test_opt_out_and_restriction_run_on_the_last_day(self):
        opt_out = self.entered(kind="opt_out")
        restriction = self.entered(kind="restriction", email="bob@example.com")
        with self.days_before_due(opt_out, 1):
            assert deadlines.act_on_last_day() == 0
        with self.days_before_due(opt_out, 0):
            assert deadlines.act_on_last_day() == 2
            assert deadlines.act_on_last_day() == 0
        for request in (opt_out, restriction):
            request.refresh_from_db()
            assert request.state == State.FULFILLED
            assert request.events.last().actor is None
        assert Suppression.objects.active().count() == 1
        assert not opt_outs.mailable(ADA, use=Use.FOLLOW_UP, brand=self.brand)
        assert Restriction.objects.active().count() == 1

    def test_copy_is_prepared_on_the_last_day_but_not_released(self):
        create_history()
        request = self.entered(kind="access")
        waiting = PrivacyRequest.objects.create(
            kind="access", brand=self.brand, channel="letter", email="bob@example.com"
        )
        self.work()
        with self.days_before_due(request, 0):
            mail.outbox.clear()
            assert deadlines.act_on_last_day() == 1
            assert deadlines.act_on_last_day() == 0
            self.work()
        request.refresh_from_db()
        waiting.refresh_from_db()
        assert request.export.records > 0
        assert request.export.released_at is None
        assert request.state == State.IN_PROGRESS
        assert waiting.export is None  # not confirmed
        assert mail.outbox == []

    def test_restriction_stops_everything_but_answers(self):
        request = self.entered(kind="restriction")
        fulfillment.execute(request, by=self.dora)
        for use in (Use.NOTICE, Use.FOLLOW_UP, Use.NEWS):
            assert not opt_outs.mailable(ADA, use=use, brand=self.brand)
        assert opt_outs.mailable(ADA, use=Use.ANSWER, brand=self.brand)
        assert disclosures.is_restricted(ADA)


class ExtensionTestCase(TermTestCase):
    def test_extension_applies_once_its_notice_is_sent(self):
        request = self.entered()
        requests.order_extension(request, reason="complex", text="Five systems.", by=self.dora)
        request.refresh_from_db()
        assert request.extended_to is None
        assert request.answer_by == request.due_on
        self.work()
        request.refresh_from_db()
        assert request.extended_to > request.due_on + timedelta(days=57)
        assert Effect.objects.get(key=f"request-extension:{request.pk}").finished_at is not None
        letter = next(sent for sent in mail.outbox if "takes longer" in sent.subject)
        assert "unusually complex" in letter.body

    def test_while_mail_is_down_nothing_is_extended(self):
        request = self.entered()
        with self.settings(EMAIL_BACKEND="tests.privacy.requests.DeadMail"):
            requests.order_extension(request, reason="many", text="Many.", by=self.dora)
            self.work()
        request.refresh_from_db()
        assert request.extended_to is None

    def test_a_notice_that_leaves_after_the_last_day_extends_nothing(self):
        request = self.entered()
        requests.order_extension(request, reason="complex", text="Slow.", by=self.dora)
        with self.days_before_due(request, -1):
            self.work()
        request.refresh_from_db()
        assert request.extended_to is None
        assert request.events.filter(step="too_late").exists()

    def test_there_is_one_extension_and_none_after_the_last_day(self):
        request = self.entered()
        requests.order_extension(request, reason="complex", text="Once.", by=self.dora)
        self.work()
        request.refresh_from_db()
        with self.assertRaises(IllegalTransition):
            requests.order_extension(request, reason="many", text="Twice.", by=self.dora)
        late = self.entered(email="bob@example.com")
        with self.days_before_due(late, -1), self.assertRaises(IllegalTransition):
            requests.order_extension(late, reason="many", text="Late.", by=self.dora)

    def test_alarms_and_the_last_day_follow_the_extended_term(self):
        request = self.entered(kind="opt_out")
        requests.order_extension(request, reason="complex", text="Once.", by=self.dora)
        self.work()
        before = request.due_on
        request.refresh_from_db()
        noon = datetime.combine(before, datetime.min.time(), tzinfo=request.zone)
        with time_machine.travel(noon + timedelta(hours=12), tick=False):
            assert deadlines.act_on_last_day() == 0
            assert deadlines.raise_alarms() == 0
        with self.days_before_due(request, 0):
            assert deadlines.act_on_last_day() == 1
