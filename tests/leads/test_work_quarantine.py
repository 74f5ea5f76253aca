"""Quarantine keeps its clock, and its states never contradict each other."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from contactatonce.lib.timed_cache import TimedCache
from leads import tasks
from leads.models import Event, Lead
from leads.services import alarm, today, work
from leads.services.quarantine import release
from leads.templatetags.work import deadline
from moderation.rules import trap_name
from tests import factories
from tests.base import StaffTestCase, run_jobs

from .base import InquiryTestCase

State = Lead.State
NOW = timezone.now()
HELD, RELEASED = {"quarantined_at": NOW}, {"quarantined_at": NOW, "released_at": NOW}
# what is stored -> the states that are possible with it, and what the badge says of a new one
TABLE = (
    ({}, set(State), "New"),
    (RELEASED, set(State), "New"),
    (HELD, {State.NEW, State.NOT_A_LEAD}, "Quarantine"),
    ({"released_at": NOW}, set(), ""),
)


class StatesTestCase(StaffTestCase):
    def test_only_meaningful_combinations_can_be_stored(self):
        for dates, possible, _ in TABLE:
            for state in State:
                reason = {"lost_reason": "price"} if state == State.LOST else {}
                try:
                    with transaction.atomic():
                        factories.create_lead(state=state, **reason, **dates)
                except IntegrityError:
                    assert state not in possible, (state, dates)
                else:
                    assert state in possible, (state, dates)

    def test_each_combination_is_in_one_queue_and_has_one_name(self):
        for dates, possible, new in TABLE:
            for state in possible:
                reason = {"lost_reason": "price"} if state == State.LOST else {}
                lead = factories.create_lead(state=state, **reason, **dates)
                assert lead.state_label == (new if state == State.NEW else state.label)
                held = Lead.objects.quarantined().filter(pk=lead.pk).exists()
                active = Lead.objects.unfinished().filter(pk=lead.pk).exists()
                assert held == lead.awaits_check == (new == "Quarantine" and state == State.NEW)
                assert active == (not held and state in Lead.UNFINISHED)

    def test_moves_lead_only_to_combinations_that_can_be_stored(self):
        for dates, possible, _ in TABLE:
            for old in possible:
                for new in set(State) - {old}:
                    reason = {"lost_reason": "price"} if old == State.LOST else {}
                    lead = factories.create_lead(state=old, **reason, **dates)
                    values = {"state": new} | (
                        {"lost_reason": "price"} if new == State.LOST else {}
                    )
                    if new in lead.moves:
                        work.change(lead_id=lead.pk, actor=self.alice, **values)
                    else:
                        with pytest.raises(work.Refused):
                            work.change(lead_id=lead.pk, actor=self.alice, **values)

    def test_undone_spam_is_back_in_quarantine_and_can_be_released(self):
        lead = factories.create_lead(**HELD)
        for state in (State.NOT_A_LEAD, State.NEW):
            work.change(lead_id=lead.pk, actor=self.alice, state=state)
        lead.refresh_from_db()
        assert lead.state_label == "Quarantine"
        assert release(lead=lead, actor=self.alice)
        assert Lead.objects.unfinished().get() == lead

    def test_confirmed_spam_cannot_be_released(self):
        lead = factories.create_lead(state=State.NOT_A_LEAD, **HELD)
        assert not release(lead=lead, actor=self.alice)


class ClockTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.start = timezone.now()
        inquiry = factories.create_inquiry(
            received_at=self.start, answer_by=self.start + timedelta(hours=4)
        )
        self.lead = factories.create_lead(inquiry=inquiry, quarantined_at=self.start)
        self.client.force_login(self.alice)

    def after(self, **passed):
        return time_machine.travel(self.start + timedelta(**passed), tick=False)

    def test_deadline_is_shown_until_someone_decides(self):
        for minutes, words, tone in (
            (1, "to check, in 3 h", "none"),
            (179, "to check, in 1 h", "none"),
            (180, "to check, in 1 h", "warn"),
            (240 + 61, "to check, overdue 1 h", "bad"),
        ):
            with self.after(minutes=minutes):
                promise = deadline(self.lead)
            assert promise == (words, tone)
        self.lead.state = State.NOT_A_LEAD
        assert deadline(self.lead) == ("not answered", "none")

    def test_tile_turns_amber_and_red(self):
        tones = []
        for minutes in (1, 181, 241):
            with self.after(minutes=minutes):
                tones.append(today.figures(self.alice.pk).quarantine_tone)
        assert tones == ["", "warn", "bad"]
        with self.after(minutes=241):
            self.client.force_login(self.alice)  # hours later
            self.assertContains(self.client.get("/admin/"), "figure figure-bad")

    def test_an_answer_is_owed_until_it_is_spam(self):
        with self.after(minutes=241):
            figures = today.figures(self.alice.pk)
            assert (figures.answers_owed, figures.answered_in_time, figures.received) == (1, 0, 0)
            work.change(lead_id=self.lead.pk, actor=self.alice, state=State.NOT_A_LEAD)
            TimedCache.clear_all()  # a minute later
            assert today.figures(self.alice.pk).answers_owed == 0

    def test_reasons_and_promise_are_in_the_row(self):
        inquiry = factories.create_inquiry(
            spam_score=7, spam_reasons=[{"code": "links", "points": 4, "detail": "3"}]
        )
        factories.create_lead(inquiry=inquiry, quarantined_at=timezone.now())
        page = self.client.get("/admin/leads/lead/?tab=quarantine")
        self.assertContains(page, "Links in the message")
        self.assertContains(page, "to check, in ")

    def test_staff_are_warned_once_of_the_same_inquiries(self):
        with self.after(minutes=170):
            tasks.watch_quarantine()
            run_jobs()
            assert not mail.outbox
        with self.after(minutes=185):
            for _ in range(3):
                tasks.watch_quarantine()
                run_jobs()
        assert [letter.to for letter in mail.outbox] == [["alice@example.com"]]
        assert "?tab=quarantine" in mail.outbox[0].body
        assert self.lead.inquiry.email not in mail.outbox[0].message().as_string()
        assert self.lead.events.get(kind=Event.Kind.NOTIFIED).cause == alarm.CAUSE

    def test_another_inquiry_warns_again(self):
        with self.after(minutes=185):
            tasks.watch_quarantine()
        second = factories.create_inquiry(received_at=self.start)
        factories.create_lead(inquiry=second, quarantined_at=self.start)
        Lead.objects.filter(pk=second.pk).update(answer_by=self.start + timedelta(hours=5))
        with self.after(hours=4):
            tasks.watch_quarantine()
            tasks.watch_quarantine()
            run_jobs()
        assert len(mail.outbox) == 2

    def test_no_one_is_warned_of_what_was_decided_meanwhile(self):
        with self.after(minutes=185):
            tasks.watch_quarantine()
            work.change(lead_id=self.lead.pk, actor=self.alice, state=State.NOT_A_LEAD)
            run_jobs()
        assert not mail.outbox

    def test_colleagues_named_on_the_form_are_warned(self):
        self.lead.inquiry.form.notified.set([self.bob])
        with self.after(minutes=185):
            tasks.watch_quarantine()
            run_jobs()
        assert [letter.to for letter in mail.outbox] == [["bob@example.com"]]


class ReceiptTestCase(InquiryTestCase):
    def test_receipt_and_promise_are_the_same_as_for_others(self):
        with time_machine.travel(timezone.now(), tick=False):
            held = self.send(**{trap_name(self.form.scope): "x"})
            other = self.send()
        pages = []
        for response, lead in zip((held, other), Lead.objects.order_by("pk"), strict=True):
            assert lead.answer_by == lead.inquiry.answer_by
            page = self.client.get(response["Location"]).content.decode()
            pages.append(re.sub(rf"{lead.inquiry.reference}[\w:-]*", "", page))
        assert pages[0] == pages[1]
