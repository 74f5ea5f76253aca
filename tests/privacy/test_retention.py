"""Retention: each rule is executed, foreseen and checked, and no lock lasts (P31)."""

from datetime import timedelta
from io import StringIO
from unittest import mock

import time_machine
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from leads.models import Answer, Company, Event, Inquiry, Lead, Person
from privacy.erasure import retention
from privacy.erasure.retention import LARGEST_SLICE, _next_size
from privacy.models import Consent
from privacy.registry import about_somebody
from privacy.tasks import apply_retention, take_expired
from tests.base import StaffTestCase
from tests.privacy.people import BOB, create_history

DAY = timedelta(days=1)
TWO_YEARS = timedelta(days=730)


def foreseen(days=30):
    return {line.rule: (line.due_now, line.due_then) for line in retention.foresight(days=days)}


class RetentionTestCase(StaffTestCase):
    def old_history(self, age=TWO_YEARS + DAY, **fields):
        lead = create_history(received_at=timezone.now() - age, **fields)
        Person.objects.filter(pk=lead.person_id).update(created_at=timezone.now() - age)
        return lead

    def test_inquiry_is_deleted_two_years_after_the_last_contact(self):
        self.old_history(company=Company.objects.create(name="Engines Ltd"))
        Company.objects.update(created_at=timezone.now() - TWO_YEARS)
        create_history(email=BOB, name="Bob Builder")
        retention.apply()
        assert [inquiry.email for inquiry in Inquiry.objects.all()] == [BOB]
        assert [person.email for person in Person.objects.all()] == [BOB]
        for model in (Lead, Event, Answer):
            assert model.objects.count() == 1
        assert not Company.objects.exists()

    def test_a_contact_last_week_keeps_an_old_inquiry(self):
        lead = self.old_history()
        Event.objects.create(lead=lead, kind=Event.Kind.CALL, at=timezone.now() - 7 * DAY)
        retention.apply()
        assert Inquiry.objects.exists()
        with time_machine.travel(timezone.now() + TWO_YEARS, tick=False):
            retention.apply()
        assert not Inquiry.objects.exists()

    def test_concurrent_contact_keeps_the_inquiry(self):
        lead = self.old_history()
        take = retention._take

        def after_a_call(*arguments):
            Event.objects.create(lead=lead, kind=Event.Kind.CALL, at=timezone.now())
            take(*arguments)

        with mock.patch.object(retention, "_take", after_a_call):
            retention.apply()
        assert Inquiry.objects.filter(pk=lead.inquiry_id).exists()

    def test_dry_run_predicts_the_real_run(self):
        self.old_history()
        self.old_history(email=BOB, name="Bob Builder")
        output = StringIO()
        call_command("apply_retention", "--dry-run", stdout=output)
        assert "inquiries: 2 inquiries would go" in output.getvalue()
        assert Inquiry.objects.count() == 2
        output = StringIO()
        call_command("apply_retention", stdout=output)
        assert "inquiries: 2 deleted, 0 blanked, 0 held (leads.Inquiry" in output.getvalue()
        assert not Inquiry.objects.exists()

    def test_foresight_counts_deletions_within_thirty_days(self):
        self.old_history(age=TWO_YEARS - 10 * DAY)
        self.old_history(age=TWO_YEARS - 40 * DAY, email=BOB, name="Bob Builder")
        assert foreseen()["inquiries"] == (0, 1)
        assert foreseen(days=60)["inquiries"] == (0, 2)
        line = next(line for line in retention.foresight() if line.rule == "inquiries")
        assert (line.title, line.basis) == ("Inquiries", "2 years after the last contact")

    def test_check_finds_overdue_rows_until_the_run(self):
        self.old_history(age=TWO_YEARS + 5 * DAY)
        assert [(each.label, count) for each, count in retention.overdue()] == [
            ("leads.Inquiry", 1)
        ]
        retention.apply()
        assert retention.overdue() == []

    def test_one_missed_night_breaks_no_promise(self):
        self.old_history(age=TWO_YEARS + DAY)
        assert retention.overdue() == []

    def test_no_row_exceeds_its_retention_over_seven_years(self):
        start = timezone.now()
        for month in range(0, 84, 6):
            with time_machine.travel(start + month * 30 * DAY, tick=False):
                create_history(email=f"p{month}@example.com", name=f"Person Number{month}")
                retention.apply()
                assert retention.overdue() == []
                oldest = Inquiry.objects.order_by("received_at").first()
                assert timezone.now() - oldest.received_at <= TWO_YEARS
        assert Inquiry.objects.count() == 5

    def test_withdrawn_consent_is_deleted_after_three_years(self):
        for email, withdrawn in (("a@example.com", True), ("b@example.com", False)):
            consent = Consent.objects.create(
                purpose="news", email=email, wording="Yes", given_how="form", brand=self.brand
            )
            if withdrawn:
                consent.withdraw()
        with time_machine.travel(timezone.now() + 1100 * DAY, tick=False):
            retention.apply()
        assert [consent.email for consent in Consent.objects.all()] == ["b@example.com"]

    def test_former_staff_become_a_number_while_events_remain(self):
        LogEntry.objects.create(
            user=self.erin,
            content_type=ContentType.objects.get_for_model(User),
            object_id="1",
            object_repr="x",
            action_flag=CHANGE,
        )
        User.objects.filter(pk=self.erin.pk).update(is_active=False)
        User.objects.filter(pk=self.erin.pk).update(joined_at=timezone.now() - 400 * DAY)
        retention.apply()
        erin = User.objects.get(pk=self.erin.pk)
        assert str(erin) == f"former staff {erin.pk}"
        assert retention.overdue() == []
        with time_machine.travel(timezone.now() + TWO_YEARS + DAY, tick=False):
            retention.apply()
            assert not LogEntry.objects.exists()

    def test_every_rule_has_an_id_of_its_own_and_can_be_executed(self):
        rules = [declaration.retention for declaration in about_somebody()]
        assert len({rule.id for rule in rules}) == len(rules)
        assert [rule.id for rule in rules if not rule.is_executable] == []

    def test_interrupted_run_continues_in_the_next_job(self):
        self.old_history()
        done = retention.apply(seconds=-1)
        assert not all(rule.is_complete for rule in done)
        assert Inquiry.objects.exists()
        apply_retention()
        assert [job.task_path for job in DBTaskResult.objects.all()] == [take_expired.module_path]
        take_expired.call()
        assert not Inquiry.objects.exists()

    def test_slice_size_adapts_to_the_time_taken(self):
        assert _next_size(500, seconds=2.0) == 50
        assert _next_size(100, seconds=0.01) == 200
        assert _next_size(LARGEST_SLICE, seconds=0.01) == LARGEST_SLICE
        assert _next_size(1, seconds=60.0) == 1
