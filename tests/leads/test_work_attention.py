"""The owner of an inquiry is told what happened to it without them, and marks it as seen."""

from datetime import timedelta
from unittest import mock

import time_machine
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.lib.mail import Refused
from leads.models import Answer, Event, Lead
from leads.services import answers, attention, mailing, today, work
from tests import factories
from tests.base import StaffTestCase, run_jobs

from .base import ANSWERS, InquiryTestCase

LIST = "/admin/leads/lead/"
LETTER = answers.Letter(subject="x", body="x")


class AttentionTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = factories.create_lead(owner=self.alice, state="open")
        self.path = f"{LIST}{self.lead.pk}/"
        self.client.force_login(self.alice)

    def mark(self, value="corrected"):
        Lead.objects.filter(pk=self.lead.pk).update(attention=value)

    def attention(self):
        self.lead.refresh_from_db()
        return self.lead.attention


class AssignedTestCase(AttentionTestCase):
    def test_new_owner_is_told_once_without_personal_data(self):
        work.change(lead_id=self.lead.pk, actor=self.alice, owner_id=self.adam.pk)
        run_jobs()
        run_jobs()
        assert self.attention() == "assigned"
        (letter,) = mail.outbox
        assert letter.to == ["adam@example.com"]
        whole = letter.message().as_string()
        assert self.lead.inquiry.reference in letter.subject
        assert "was assigned to you by Alice" in whole
        assert f"{self.path}change/" in whole
        for word in ("Nora", "nora@", "show me the chat"):
            assert word not in whole

    def test_no_one_is_told_of_what_they_take_themselves(self):
        work.take(lead_id=self.lead.pk, actor=self.alice, seen_owner_id=None)
        other = factories.create_lead()
        work.claim_next(actor=self.alice)
        work.change(lead_id=self.lead.pk, actor=self.alice, owner_id=None)
        run_jobs()
        other.refresh_from_db()
        assert (self.attention(), other.attention, mail.outbox) == ("", "", [])

    def test_bulk_assignment_is_one_mail(self):
        for _ in range(4):
            factories.create_lead()
        leads = Lead.objects.filter(owner=None)
        work.change_many(leads=leads, actor=self.alice, owner_id=self.adam.pk)
        run_jobs()
        (letter,) = mail.outbox
        assert letter.subject == "4 inquiries assigned to you"
        assert "?tab=mine" in letter.body
        assert Lead.objects.need_attention(self.adam.pk).count() == 4

    def test_new_owner_finds_what_the_former_one_has_not_seen(self):
        self.mark("corrected")
        work.change(lead_id=self.lead.pk, actor=self.adam, owner_id=self.adam.pk)
        assert self.attention() == "corrected"

    def test_a_colleague_who_left_gets_no_mail(self):
        work.change(lead_id=self.lead.pk, actor=self.alice, owner_id=self.adam.pk)
        self.adam.is_active = False
        self.adam.save()
        run_jobs()
        assert not mail.outbox


class SeenTestCase(AttentionTestCase):
    def test_each_action_of_the_owner_clears_the_mark(self):
        for act in (
            lambda: work.add_note(lead_id=self.lead.pk, actor=self.alice, text="x"),
            lambda: work.log_call(lead_id=self.lead.pk, actor=self.alice, text="x"),
            lambda: work.change(lead_id=self.lead.pk, actor=self.alice, state="qualified"),
            lambda: work.seen(lead_id=self.lead.pk, actor=self.alice),
            lambda: answers.write_answer(lead_id=self.lead.pk, author=self.alice, letter=LETTER),
        ):
            self.mark()
            act()
            assert self.attention() == ""

    def test_an_action_of_someone_else_does_not(self):
        self.mark()
        work.add_note(lead_id=self.lead.pk, actor=self.adam, text="x")
        work.change(lead_id=self.lead.pk, actor=self.adam, state="qualified")
        work.change(lead_id=self.lead.pk, actor=None, state="won")
        with self.assertRaisesMessage(work.Refused, "Alice"):
            work.seen(lead_id=self.lead.pk, actor=self.adam)
        assert self.attention() == "corrected"

    def test_anyone_may_have_seen_what_has_no_owner(self):
        Lead.objects.filter(pk=self.lead.pk).update(owner=None, attention="corrected")
        work.seen(lead_id=self.lead.pk, actor=self.adam)
        assert self.attention() == ""

    def test_button_marks_as_seen_by_post_only(self):
        self.mark()
        self.assertContains(self.client.get(f"{self.path}change/"), ">Seen</button>")
        assert self.client.get(f"{self.path}seen/").status_code == 302
        assert self.attention() == "corrected"
        self.client.post(f"{self.path}seen/")
        assert self.attention() == ""
        self.assertNotContains(self.client.get(f"{self.path}change/"), ">Seen</button>")

    def test_button_is_shown_to_the_owner_only(self):
        self.mark()
        self.client.force_login(self.adam)
        page = self.client.get(f"{self.path}change/")
        self.assertContains(page, "Corrected")
        self.assertNotContains(page, ">Seen</button>")

    def test_mine_shows_what_was_not_seen_first_and_the_start_page_counts_it(self):
        newer = factories.create_lead(owner=self.alice)
        done = factories.create_lead(owner=self.alice, state="won", attention="corrected")
        factories.create_lead(owner=self.adam, attention="corrected")
        self.mark("assigned")
        page = self.client.get(f"{LIST}?tab=mine")
        rows = [lead.pk for lead in page.context["cl"].result_list]
        assert rows == [done.pk, self.lead.pk, newer.pk]
        self.assertContains(page, "Newly assigned")
        assert today.figures(self.alice.pk).counts["attention"] == 2
        record = self.client.get(f"{self.path}change/?_changelist_filters=tab%3Dmine")
        self.assertContains(record, f"{LIST}{done.pk}/change/")
        self.assertContains(record, f"{LIST}{newer.pk}/change/")


class FailedTestCase(AttentionTestCase):
    def setUp(self):
        super().setUp()
        self.answer = answers.write_answer(lead_id=self.lead.pk, author=self.alice, letter=LETTER)

    def fail(self, at=None):
        DBTaskResult.objects.filter(pk=self.answer.job_id).update(
            status="FAILED", finished_at=at or timezone.now()
        )

    def test_failed_answer_is_pointed_out_once(self):
        attention.watch_answers()
        assert self.attention() == ""
        self.fail()
        for _ in range(2):
            attention.watch_answers()
        run_jobs()
        assert self.attention() == "failed"
        assert self.lead.events.get(kind=Event.Kind.UNDELIVERED).answer == self.answer
        (letter,) = mail.outbox
        assert letter.to == ["alice@example.com"]
        assert "could not be sent" in letter.body

    def test_second_failure_is_pointed_out_again(self):
        self.fail()
        attention.watch_answers()
        work.seen(lead_id=self.lead.pk, actor=self.alice)
        with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
            self.fail()
            attention.watch_answers()
        assert self.attention() == "failed"

    def test_answer_that_is_sent_after_all_clears_the_mark(self):
        self.fail()
        attention.watch_answers()
        work.answer_sent(answer_id=self.answer.pk)
        assert self.attention() == ""
        attention.watch_answers()
        assert self.attention() == ""

    def test_author_is_told_of_an_inquiry_without_owner(self):
        Lead.objects.filter(pk=self.lead.pk).update(owner=None)
        Answer.objects.update(author=self.adam)
        self.fail()
        attention.watch_answers()
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [["adam@example.com"]]


class VisitorTestCase(InquiryTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.alice = factories.create_staff("alice@example.com", "Alice", role="Sales")
        cls.carol = factories.create_staff("carol@example.com", "Carol", role="Sales")

    def corrected(self):
        fields = {**self.open_form(), **ANSWERS}
        self.send(fields)
        run_jobs()
        mail.outbox.clear()
        yield Lead.objects.get()
        self.send(fields, phone="770 555 0199")
        run_jobs()

    def test_owner_is_told_of_a_correction(self):
        for lead in self.corrected():
            Lead.objects.filter(pk=lead.pk).update(owner=self.carol)
        (letter,) = mail.outbox
        assert letter.to == ["carol@example.com"]
        assert Lead.objects.get().attention == "corrected"
        assert "0199" not in letter.message().as_string()

    def test_those_who_were_notified_are_told_of_a_correction(self):
        self.form.notified.set([self.alice])
        for _ in self.corrected():
            self.form.notified.set([self.carol])
        assert [letter.to for letter in mail.outbox] == [["alice@example.com"]]

    def test_correction_in_quarantine_tells_no_one(self):
        for lead in self.corrected():
            Lead.objects.filter(pk=lead.pk).update(quarantined_at=timezone.now())
        assert (mail.outbox, Lead.objects.get().attention) == ([], "")

    def test_refused_acknowledgement_is_pointed_out(self):
        self.send()
        Lead.objects.update(owner=self.alice)
        refusal = mock.patch.object(mailing, "hand_over", side_effect=Refused("Refused: 550"))
        with refusal:
            run_jobs()
        run_jobs()
        assert Lead.objects.get().attention == "undelivered"
        assert "acknowledgement" in mail.outbox[-1].body

    def test_second_acknowledgement_of_a_day_is_nothing_to_see(self):
        self.send()
        self.send(message="Another question.")
        run_jobs()
        assert not Lead.objects.exclude(attention="").exists()
