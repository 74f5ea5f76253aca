"""After a request is closed: a fresh copy, notices to recipients, lifting a restriction."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.storage import storages
from django.db import DatabaseError, transaction
from django.utils import timezone

from privacy.erasure.plan import plan_person
from privacy.models import IllegalTransition, RecipientNotice, Restriction
from privacy.outreach import disclosures, restrictions
from privacy.registry import Category
from privacy.rights import exports, fulfillment
from privacy.rights.correction import Change
from privacy.rights.transitions import State
from tests.privacy.people import ADA, create_history
from tests.privacy.requests import RequestTestCase
from tests.privacy.test_disclosures_gate import create_recipient


class FreshCopyTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        create_history()
        self.request = self.confirmed()
        fulfillment.prepare_export(self.request, by=self.dora)
        fulfillment.release_export(self.request, by=self.dora)
        self.work()
        mail.outbox.clear()

    def again(self):
        self.request.refresh_from_db()
        fulfillment.release_again(self.request, by=self.dora)
        self.work()
        self.request.refresh_from_db()

    def code(self) -> str:
        return next(sent.body for sent in mail.outbox if sent.subject == "Your code").split("\n")[2]

    def test_no_second_copy_while_the_first_is_available(self):
        with pytest.raises(IllegalTransition):
            self.again()
        assert not mail.outbox

    def test_new_copy_can_be_released_after_72_hours(self):
        with time_machine.travel(timezone.now() + timedelta(hours=73), tick=False):
            exports.forget_expired()
            page = self.visitor.get(self.status_path(self.request)).content.decode()
            assert "is no longer available" in page
            self.again()
            assert [sent.to for sent in mail.outbox] == [[ADA], [ADA]]
            step = self.request.events.get(step="released")
            assert step.actor == self.dora
            fetched = self.visitor.post(
                f"{self.status_path(self.request)}export/", {"code": self.code()}
            )
            assert fetched["Content-Type"] == "application/zip"
        assert self.request.state == State.FULFILLED

    def test_after_three_downloads_a_fresh_copy_is_handed_over_once(self):
        export = self.request.export
        type(export).objects.filter(pk=export.pk).update(downloads=3)
        self.again()
        assert self.request.export_id != export.pk
        assert self.request.export.is_open
        with pytest.raises(IllegalTransition):
            self.again()

    def test_pending_copy_is_not_collected_twice(self):
        export = self.request.export
        type(export).objects.filter(pk=export.pk).update(released_at=None)
        with pytest.raises(IllegalTransition):
            self.again()

    def test_other_requests_and_erased_people_get_no_copy(self):
        deletion = self.confirmed(kind="deletion")
        with pytest.raises(IllegalTransition):
            fulfillment.release_again(deletion, by=self.dora)
        type(self.request).objects.filter(pk=self.request.pk).update(email="")
        with time_machine.travel(timezone.now() + timedelta(hours=73), tick=False):
            exports.forget_expired()
            with pytest.raises(IllegalTransition):
                self.again()
        assert storages["exports"].listdir("")[1] == []


class RecipientsTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.person = create_history().person
        for slug in ("parcels", "prints"):
            create_recipient(slug=slug, name=f"Example {slug}")
            disclosures.gate(slug, ADA, [Category.CONTACT])
        self.request = self.confirmed(kind="correction")

    def correct(self):
        change = Change("leads.person", str(self.person.pk), "name", "Ada King")
        fulfillment.approve_correction(self.request, [change], by=self.dora)

    def notice(self, slug: str) -> RecipientNotice:
        return RecipientNotice.objects.get(recipient__slug=slug)

    def test_recipients_of_a_corrected_value_are_listed_until_told(self):
        assert not RecipientNotice.objects.exists()
        self.correct()
        waiting = self.request.notices.waiting()
        assert {each.recipient.slug for each in waiting} == {"parcels", "prints"}
        fulfillment.settle_notice(
            self.request, notice=self.notice("parcels").pk, is_notified=True, by=self.dora
        )
        told = self.notice("parcels")
        assert (told.state, told.settled_by) == ("notified", self.dora)
        assert self.request.events.last().note == "Example parcels"
        page = self.visitor.get(self.status_path(self.request)).content.decode()
        assert "Example parcels: notified on" in page
        assert "Example prints" not in page

    def test_a_notice_is_settled_once_and_only_of_its_own_request(self):
        self.correct()
        other = self.confirmed(kind="complaint", text="Why?")
        with pytest.raises(IllegalTransition):
            fulfillment.settle_notice(
                other, notice=self.notice("prints").pk, is_notified=True, by=self.dora
            )
        settle = {"notice": self.notice("prints").pk, "by": self.dora}
        fulfillment.settle_notice(
            self.request, is_notified=False, note="It was closed down.", **settle
        )
        with pytest.raises(IllegalTransition):
            fulfillment.settle_notice(self.request, is_notified=True, **settle)
        with pytest.raises(DatabaseError), transaction.atomic():
            RecipientNotice.objects.filter(pk=settle["notice"]).update(state="notified")

    def test_failed_notification_needs_a_reason(self):
        self.correct()
        with pytest.raises(DatabaseError), transaction.atomic():
            fulfillment.settle_notice(
                self.request, notice=self.notice("prints").pk, is_notified=False, by=self.dora
            )

    def test_restriction_and_deletion_list_recipients(self):
        restriction = self.confirmed(kind="restriction")
        fulfillment.execute(restriction, by=self.dora)
        assert restriction.notices.count() == 2
        deletion = self.confirmed(kind="deletion")
        plan = plan_person(fulfillment.person(deletion))
        fulfillment.execute_erasure(deletion, plan_hash=plan.digest, by=self.dora)
        assert deletion.notices.count() == 2
        assert ADA not in str(list(RecipientNotice.objects.values()))


class LiftingTestCase(RequestTestCase):
    def setUp(self):
        super().setUp()
        self.request = self.confirmed(kind="restriction")
        fulfillment.execute(self.request, by=self.dora)
        self.work()
        mail.outbox.clear()

    def steps(self) -> list[str]:
        return list(self.request.events.values_list("step", flat=True))

    def test_person_is_notified_before_the_restriction_ends(self):
        fulfillment.order_lifting(self.request, by=self.dora)
        assert restrictions.is_restricted(ADA)
        self.work()
        assert not restrictions.is_restricted(ADA)
        assert [sent.to for sent in mail.outbox] == [[ADA]]
        assert "ends today" in mail.outbox[0].body
        assert self.steps()[-2:] == ["lifting", "lifted"]
        assert (
            "Restriction lifted"
            in self.visitor.get(self.status_path(self.request)).content.decode()
        )

    def test_restriction_stays_while_mail_is_down(self):
        fulfillment.order_lifting(self.request, by=self.dora)
        with self.settings(EMAIL_BACKEND="tests.privacy.requests.DeadMail"):
            self.work()
        assert restrictions.is_restricted(ADA)
        assert "lifted" not in self.steps()

    def test_restriction_is_lifted_once_by_a_fulfilled_request(self):
        fulfillment.order_lifting(self.request, by=self.dora)
        with pytest.raises(IllegalTransition):
            fulfillment.order_lifting(self.request, by=self.dora)
        for other in (self.entered(kind="restriction"), self.entered(kind="opt_out")):
            with pytest.raises(IllegalTransition):
                fulfillment.order_lifting(other, by=self.dora)
        assert self.steps().count("lifting") == 1

    def test_a_step_that_the_table_does_not_name_is_refused(self):
        for step in ("released", "erased", "moved"):
            with pytest.raises(IllegalTransition):
                self.request.follow_up(step, by=self.dora)

    def test_lifted_restriction_does_not_return(self):
        restrictions.lift(ADA)
        with pytest.raises(DatabaseError), transaction.atomic():
            Restriction.objects.update(lifted_at=None)
