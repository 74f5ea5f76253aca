"""Correction, deletion and the rest, from the request to the last letter (P30)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from leads.models import Event, Inquiry, Lead, Person
from privacy.erasure import erasure, holds
from privacy.erasure.plan import plan_person
from privacy.models import Erasure, IllegalTransition, PrivacyRequest, Suppression
from privacy.rights import correction, deadlines, fulfillment, requests
from privacy.rights.correction import Change
from privacy.rights.transitions import State
from tests import factories
from tests.privacy.people import ADA, BOB, create_history
from tests.privacy.requests import RequestTestCase


class CorrectionRequestTestCase(RequestTestCase):
    def test_approved_correction_replaces_the_old_value(self):
        create_history(name="Ada Lovelase")
        request = self.confirmed(kind="correction")
        path = f"{self.status_path(request)}propose/"
        sent = {"what": "Name", "before": "ada  lovelase", "after": "Ada Lovelace"}
        assert self.visitor.post(path, {**sent, "after": ""}).status_code == 422
        assert self.visitor.post(path, sent).status_code == 303
        request.refresh_from_db()
        places = fulfillment.suggested(request)
        assert {source for source, _, _ in places} >= {"leads.inquiry", "leads.person"}
        changes = [Change(*place, value) for place, value in places.items()]
        preview = correction.preview(fulfillment.person(request), changes)
        before_after = {(each.before, each.after) for each in preview}
        assert before_after == {("Ada Lovelase", "Ada Lovelace")}
        assert Inquiry.objects.get().name == "Ada Lovelase"  # nothing is stored yet
        left = fulfillment.approve_correction(request, changes, by=self.dora)
        assert Inquiry.objects.get().name == Person.objects.get().name == "Ada Lovelace"
        free_text = {"leads.answer", "leads.event", "leads.inquiry"}
        assert {hit.source for hit in left} == free_text
        request.refresh_from_db()
        assert request.state == State.FULFILLED
        assert "Lovelase" not in str(PrivacyRequest.objects.values())

    def test_proposals_are_limited_and_for_corrections_only(self):
        deletion = self.confirmed(kind="deletion")
        sent = {"what": "Name", "before": "", "after": "Ada"}
        assert self.visitor.post(f"{self.status_path(deletion)}propose/", sent).status_code == 409
        correction = self.confirmed(kind="correction")
        path = f"{self.status_path(correction)}propose/"
        several = [{**sent, "after": f"Ada {number}"} for number in range(21)]
        answers = [self.visitor.post(path, each).status_code for each in several]
        assert answers == [303] * 20 + [409]


class DeletionRequestTestCase(RequestTestCase):
    def execute(self, request: PrivacyRequest) -> Erasure:
        plan = plan_person(fulfillment.person(request))
        return fulfillment.execute_erasure(request, plan_hash=plan.digest, by=self.dora)

    def test_address_is_deleted_after_the_final_letter(self):
        create_history()
        request = self.confirmed(kind="deletion", text="Ada Lovelace wants it gone.")
        mail.outbox.clear()
        self.execute(request)
        request.refresh_from_db()
        assert request.state == State.FULFILLED
        assert request.email == ADA  # the last letter has not left
        assert not Inquiry.objects.exists()
        self.work()
        assert [(sent.to, "Fulfilled".lower() in sent.subject) for sent in mail.outbox] == [
            ([ADA], True)
        ]
        request.refresh_from_db()
        assert (request.email, request.text) == ("", "")
        assert ADA not in str(PrivacyRequest.objects.values())
        page = self.visitor.get(self.status_path(request)).content.decode()
        assert "Inquiries" in page
        assert "Deleted" in page

    def test_address_is_kept_three_days_while_mail_is_down(self):
        create_history()
        request = self.confirmed(kind="deletion")
        self.execute(request)
        with self.settings(EMAIL_BACKEND="tests.privacy.requests.DeadMail"):
            self.work()
        deadlines.forget_addresses()
        request.refresh_from_db()
        assert request.email == ADA
        with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=False):
            deadlines.forget_addresses()
        request.refresh_from_db()
        assert request.email == ""

    def test_unexplained_sweep_hits_prevent_fulfillment(self):
        create_history()
        theirs = create_history(email=BOB, name="Bob Builder", phone="+1 (404) 555-0199")
        note = Event.objects.create(lead=theirs, kind="note", text=f"knows {ADA}")
        request = self.confirmed(kind="deletion")
        with pytest.raises(erasure.NotClean):
            self.execute(request)
        request.refresh_from_db()
        assert request.state == State.IN_PROGRESS
        for is_partly in (False, True):
            with self.assertRaises(requests.NotProven):
                requests.fulfill(request, by=self.dora, is_partly=is_partly)
        with pytest.raises(erasure.NotClean):
            fulfillment.sweep_again(request, by=self.dora)
        Event.objects.filter(pk=note.pk).update(text="knows somebody")
        fulfillment.sweep_again(request, by=self.dora)
        request.refresh_from_db()
        assert request.state == State.FULFILLED

    def test_request_cannot_be_fulfilled_without_execution(self):
        request = self.confirmed(kind="deletion")
        requests.begin(request, by=self.dora)
        with self.assertRaises(requests.NotProven):
            requests.fulfill(request, by=self.dora)

    def test_changed_plan_is_not_executed(self):
        create_history()
        request = self.confirmed(kind="deletion")
        seen = plan_person(fulfillment.person(request)).digest
        factories.create_inquiry(email=ADA)
        with pytest.raises(erasure.PlanChanged):
            fulfillment.execute_erasure(request, plan_hash=seen, by=self.dora)
        assert Inquiry.objects.count() == 2

    def test_concurrent_requests_do_not_change_the_plan(self):
        create_history()
        request = self.confirmed(kind="deletion")
        seen = plan_person(fulfillment.person(request)).digest
        cache.clear()
        self.send(kind="access")
        self.work()
        fulfillment.execute_erasure(request, plan_hash=seen, by=self.dora)
        assert not Inquiry.objects.exists()

    def test_outcome_gives_the_reason_of_a_hold(self):
        lead = create_history()
        holds.place(
            record=lead,
            ground="claim",
            review_on=lead.answer_by.date().replace(year=2099),
            placed_by=self.dora,
            with_what_hangs_on_it=True,
        )
        request = self.confirmed(kind="deletion")
        self.execute(request)
        request.refresh_from_db()
        assert request.state == State.PARTLY
        assert Lead.objects.filter(pk=lead.pk).exists()
        page = self.visitor.get(self.status_path(request)).content.decode()
        assert "Legal hold: a legal claim is made or expected." in page
        assert "dispute form" in page

    def test_erasure_killed_before_its_entry_is_resumed(self):
        create_history()
        request = self.confirmed(kind="deletion")
        plan = plan_person(fulfillment.person(request))
        orphan = erasure.execute(
            subject=fulfillment.person(request), plan_hash=plan.digest, ordered_by=self.dora
        )
        done = fulfillment.execute_erasure(
            request, plan_hash=plan_person(fulfillment.person(request)).digest, by=self.dora
        )
        assert done.pk == orphan.pk
        request.refresh_from_db()
        assert request.state == State.FULFILLED
        assert any(line["source"] == "leads.inquiry" for line in request.outcome)

    def test_erasure_blanks_closed_requests_and_waits_for_open_ones(self):
        closed = self.confirmed(kind="complaint", text="Ada Lovelace complains.")
        requests.begin(closed, by=self.dora)
        requests.fulfill(closed, by=self.dora, explanation="Said sorry.")
        still_open = self.confirmed(kind="opt_out")
        request = self.confirmed(kind="deletion")
        self.work()
        self.execute(request)
        self.work()
        closed.refresh_from_db()
        still_open.refresh_from_db()
        assert (closed.email, closed.text, closed.state) == ("", "", State.FULFILLED)
        assert still_open.email == ADA
        fulfillment.execute(still_open, by=self.dora)
        self.work()
        still_open.refresh_from_db()
        assert still_open.email == ""
        assert ADA not in str(PrivacyRequest.objects.values())


class OptOutRequestTestCase(RequestTestCase):
    def test_opt_out_is_listed_by_its_fingerprint(self):
        request = self.confirmed(kind="opt_out")
        fulfillment.execute(request, by=self.dora)
        suppression = Suppression.objects.active().get()
        assert (suppression.scope, suppression.reason) == ("all", "request")
        with self.assertRaises(IllegalTransition):
            fulfillment.execute(request, by=self.dora)
