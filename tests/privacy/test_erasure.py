"""Erasure does all that was previewed, and affects no one else (P30)."""

import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from leads.models import Answer, Company, Correction, Event, Inquiry, Lead, Person
from leads.tasks import acknowledge
from privacy.erasure import erasure, ledger
from privacy.erasure.plan import plan_person
from privacy.models import Consent, Erasure, LedgerMark
from tests.base import StaffTestCase
from tests.privacy.people import ADA, BOB, create_history, erase, subject

TABLES = (Inquiry, Correction, Person, Lead, Event, Answer)


class ErasureTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = create_history(actor=self.alice)
        create_history(email=BOB, name="Bob Builder", phone="+1 404 555 0199", actor=self.alice)

    def test_preview_counts_rows_without_changes(self):
        lines = {line["source"]: line for line in plan_person(subject()).lines()}
        assert {source: (line["action"], line["count"]) for source, line in lines.items()} == {
            "leads.inquiry": ("deleted", 1),
            "leads.correction": ("deleted", 1),
            "leads.person": ("deleted", 1),
            "leads.lead": ("deleted", 1),
            "leads.event": ("deleted", 1),
            "leads.answer": ("deleted", 1),
        }
        assert "contact data" in lines["leads.inquiry"]["categories"]
        assert Inquiry.objects.count() == 2

    def test_all_rows_of_the_person_and_no_others_are_deleted(self):
        erase()
        for model in TABLES:
            assert model.objects.count() == 1, model
        assert Inquiry.objects.get().email == BOB
        assert Answer.objects.get().to == BOB

    def test_a_plan_that_changed_since_the_preview_is_not_executed(self):
        plan = plan_person(subject())
        Event.objects.create(lead=self.lead, kind=Event.Kind.NOTE, text="one more")
        with pytest.raises(erasure.PlanChanged):
            erasure.execute(subject=subject(), plan_hash=plan.digest)
        assert Inquiry.objects.filter(email=ADA).exists()
        assert not Erasure.objects.exists()
        assert ledger.is_empty()

    def test_plan_hash_depends_on_rows_and_fates(self):
        first = plan_person(subject())
        assert first.digest == plan_person(subject()).digest
        Event.objects.create(lead=self.lead, kind=Event.Kind.NOTE, text="one more")
        assert first.digest != plan_person(subject()).digest

    def test_outcome_contains_no_identifier(self):
        done = erase()
        text = json.dumps(done.outcome)
        assert {line["source"] for line in done.outcome} >= {"leads.inquiry", "leads.person"}
        assert "ada" not in text.lower()
        assert done.sealed == ""
        assert done.finished_at is not None

    def test_only_companies_without_other_people_are_deleted(self):
        shared = Company.objects.create(name="Engines Ltd")
        own = Company.objects.create(name="Ada & Sons")
        Person.objects.filter(email__in=[ADA, BOB]).update(company=shared)
        Lead.objects.filter(pk=self.lead.pk).update(company=own)
        erase()
        assert list(Company.objects.all()) == [shared]

    def test_admin_log_entries_lose_the_name_of_the_record(self):
        person = Person.objects.get(email=ADA)
        entry = LogEntry.objects.create(
            user=self.alice,
            content_type=ContentType.objects.get_for_model(Person),
            object_id=str(person.pk),
            object_repr="Ada Lovelace",
            action_flag=CHANGE,
            change_message='[{"changed": {"fields": ["Name"], "object": "Ada"}}]',
        )
        erase()
        entry.refresh_from_db()
        assert entry.user == self.alice
        assert entry.object_repr == f"Erased person {person.pk}"
        assert entry.change_message == ""

    def test_only_queued_jobs_about_the_person_are_deleted(self):
        acknowledge.enqueue(self.lead.pk)
        acknowledge.enqueue(Inquiry.objects.get(email=BOB).pk)
        erase()
        left = [job.args_kwargs["args"] for job in DBTaskResult.objects.all()]
        assert left == [[Inquiry.objects.get(email=BOB).pk]]

    def test_cached_value_with_the_person_is_deleted(self):
        cache.set("page", f"<p>{ADA}</p>")
        cache.set("other", "<p>nobody</p>")
        erase()
        assert cache.get("page") is None
        assert cache.get("other") == "<p>nobody</p>"

    def test_member_is_deleted_with_session_and_addresses(self):
        member = User.objects.create_user(ADA, "password", display_name="Ada Lovelace")
        self.client.force_login(member)
        assert connection.introspection.table_names()
        erase()
        assert not User.objects.filter(email=ADA).exists()
        response = self.client.get("/accounts/login/")
        assert not response.wsgi_request.user.is_authenticated

    def test_erased_staff_become_a_number_in_their_events(self):
        entry = LogEntry.objects.create(
            user=self.alice,
            content_type=ContentType.objects.get_for_model(Person),
            object_id="1",
            object_repr="Person 1",
            action_flag=CHANGE,
        )
        erase("alice@example.com")
        alice = User.objects.get(pk=self.alice.pk)
        assert str(alice) == f"former staff {alice.pk}"
        assert alice.email == f"former-{alice.pk}@erased.invalid"
        assert not alice.is_active
        assert not alice.has_usable_password()
        assert LogEntry.objects.get(pk=entry.pk).user == alice
        assert Event.objects.filter(actor=alice).count() == 2

    def test_consents_are_deleted_and_the_ledger_is_level(self):
        Consent.objects.create(
            purpose="news", email=ADA, wording="Yes", given_how="form", brand=self.brand
        )
        erase()
        assert not Consent.objects.exists()
        assert LedgerMark.objects.get().line == list(ledger.lines())[-1].number == 1

    def test_second_erasure_of_a_person_finds_nothing(self):
        erase()
        plan = plan_person(subject())
        assert [line for line in plan.lines() if line["action"] == "deleted"] == []
