"""Idle accounts of members end after 24 months and two letters, unconfirmed ones after 30 days."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import time_machine
from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.core import mail

from contactatonce.accounts.models import User
from contactatonce.jobs.models import Job
from contactatonce.lib.mail import Refused
from leads.models import Inquiry
from privacy.erasure import retention
from privacy.models import Erasure, LegalHold
from privacy.tasks import look_after_idle_accounts
from tests import factories
from tests.accounts.base import work_off
from tests.base import StaffTestCase

START = datetime(2026, 12, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)


class IdleAccountsTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        clock = time_machine.travel(START, tick=False)
        self.clock = clock.start()
        self.addCleanup(clock.stop)
        self.mia = factories.create_member("mia@example.com", "Mia Member", last_login=START)

    def after(self, days):
        """Run the daily task `days` after the last visit."""
        self.clock.move_to(START + days * DAY)
        look_after_idle_accounts()
        work_off()

    def subjects(self):
        return [letter.subject for letter in mail.outbox if letter.to == ["mia@example.com"]]

    def exists(self):
        return User.objects.filter(pk=self.mia.pk).exists()

    def test_two_letters_then_erasure(self):
        self.after(699)
        assert self.subjects() == []
        self.after(700)
        assert self.subjects() == ["Your account will be deleted on November 30, 2028"]
        self.after(701)
        self.after(715)
        assert len(self.subjects()) == 1
        self.after(716)
        assert len(self.subjects()) == 2
        self.after(729)
        assert self.exists()
        self.after(730)
        assert not self.exists()
        assert not EmailAddress.objects.filter(email="mia@example.com").exists()
        erasure = Erasure.objects.get()
        assert erasure.finished_at is not None
        assert {line["source"] for line in erasure.outcome} >= {"accounts.user"}
        self.after(731)
        assert len(self.subjects()) == 2

    def test_visit_keeps_the_account(self):
        self.after(700)
        self.after(716)
        self.client.force_login(self.mia)
        self.client.get("/accounts/")
        self.mia.refresh_from_db()
        assert self.mia.seen_on == (START + 716 * DAY).date()
        assert (self.mia.warned_at, self.mia.warned_again_at) == (None, None)
        self.after(731)
        assert self.exists()
        self.after(716 + 700)
        assert len(self.subjects()) == 3

    def test_visit_after_the_last_letter_keeps_the_account(self):
        self.after(700)
        self.after(716)
        look_after_idle_accounts()
        self.clock.move_to(START + 730 * DAY)
        look_after_idle_accounts()  # the erasure is enqueued
        self.mia.refresh_from_db()
        self.mia.note_visit()
        work_off()
        assert self.exists()

    def test_no_erasure_before_two_weeks_after_the_second_letter(self):
        self.after(800)  # the tasks did not run for months
        self.after(813)
        assert len(self.subjects()) == 1
        self.after(814)
        assert len(self.subjects()) == 2
        self.after(827)
        assert self.exists()
        self.after(828)
        assert not self.exists()

    def test_account_stays_while_no_letter_can_leave(self):
        with mock.patch("contactatonce.brands.letters.hand_over", side_effect=OSError):
            for days in (700, 716, 740, 800):
                self.after(days)
        self.mia.refresh_from_db()
        assert self.mia.warned_at is None

    def test_mailbox_that_refuses_the_letter_keeps_its_account(self):
        with mock.patch("contactatonce.brands.letters.hand_over", side_effect=Refused("550")):
            for days in (700, 716, 740, 800):
                self.after(days)
        assert self.exists()
        assert Job.objects.filter(task_path__endswith="warn_idle_account").count() == 4
        assert not Job.objects.exclude(status="SUCCESSFUL").exists()

    def test_only_the_account_is_erased(self):
        factories.create_form(brand=self.brand)
        inquiry = factories.create_inquiry(email="mia@example.com", name="Mia Member")
        blank = factories.create_inquiry(email="", name="")
        self.after(700)
        self.after(716)
        self.after(730)
        assert not self.exists()
        assert Inquiry.objects.filter(pk__in=[inquiry.pk, blank.pk]).count() == 2
        erasure = Erasure.objects.get()
        assert erasure.finished_at is not None
        reasons = {finding["explanation"] for finding in erasure.findings}
        assert len(reasons) == 1
        assert reasons.pop().startswith("Only the account was erased; this is kept 2 years")

    def test_staff_and_closed_accounts_are_left_out(self):
        User.objects.filter(pk=self.mia.pk).update(is_active=False)
        self.after(700)
        self.after(716)
        self.after(730)
        assert mail.outbox == []
        assert not Erasure.objects.exists()

    def test_legal_hold_keeps_the_account(self):
        LegalHold.objects.create(
            content_type=ContentType.objects.get_for_model(User),
            object_pk=str(self.mia.pk),
            ground="claim",
            review_on=(START + 900 * DAY).date(),
        )
        for days in (700, 716, 730):
            self.after(days)
        assert self.exists()


class UnconfirmedTestCase(StaffTestCase):
    def test_account_never_confirmed_is_deleted_after_30_days(self):
        with time_machine.travel(START, tick=False):
            never = factories.create_member("eve@example.com", "Eve")
            mia = factories.create_member("mia@example.com", "Mia")
            used = factories.create_member("ida@example.com", "Ida", last_login=START)
            EmailAddress.objects.filter(user__in=[never, used]).update(verified=False)
        members = User.objects.filter(is_staff=False)
        for days, left in ((30, {never, mia, used}), (31, {mia, used})):
            retention.apply(START + days * DAY)
            assert set(members.all()) == left

    def test_invited_colleague_is_not_deleted(self):
        with time_machine.travel(START, tick=False):
            nell = factories.create_staff("nell@example.com", "Nell", role=None)
            EmailAddress.objects.filter(user=nell).delete()
        retention.apply(START + 31 * DAY)
        assert User.objects.filter(pk=nell.pk).exists()
