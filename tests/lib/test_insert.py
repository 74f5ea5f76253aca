"""Storing rows by statements that are built once: what save() would have stored."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs.models import Effect
from contactatonce.lib import inserts
from contactatonce.lib.inserts import insert
from leads.models import Event, Inquiry, Lead
from tests import factories
from tests.base import SiteTestCase


class InsertTestCase(SiteTestCase):
    def setUp(self) -> None:
        super().setUp()
        inserts.statements.clear()
        self.inquiry = factories.create_inquiry(
            form=factories.create_form(brand=self.brand), spam_reasons=["links", "é"]
        )

    def test_it_is_djangos_own_statement_and_stores_the_same_values(self):
        """Once while the statement is built, and once more while it is used again."""
        kept = Inquiry.objects.values().get()
        fields = [field.attname for field in Inquiry._meta.concrete_fields if not field.generated]
        for round_ in ("built", "again"):
            with self.subTest(round_):
                Inquiry.objects.all().delete()
                row = Inquiry(**{name: kept[name] for name in fields if name != "id"})
                with CaptureQueriesContext(connection) as ours:
                    insert(row)
                stored = Inquiry.objects.get()
                assert Inquiry.objects.values().get() == {**kept, "id": row.pk}
                assert stored.spam_reasons == ["links", "é"]
                stored.delete()
                row.pk, row._state.adding = None, True
                with CaptureQueriesContext(connection) as djangos:
                    row.save()
                assert len(ours) == 1
                assert djangos[0]["sql"].startswith(ours[0]["sql"])

    def test_the_row_knows_its_key_and_can_be_saved_and_referred_to(self):
        lead = Lead(inquiry=self.inquiry, answer_by=self.inquiry.answer_by)
        insert(lead)
        event = Event(lead=lead, kind=Event.Kind.NOTE)
        insert(event)
        event.text = "Rings back"
        event.save()
        assert Event.objects.get() == event
        assert Event.objects.get().text == "Rings back"

    def test_a_second_row_under_a_unique_key_is_refused(self):
        insert(Effect(key="a", started_at=self.inquiry.received_at))
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(Effect(key="a", started_at=self.inquiry.received_at))
        assert Effect.objects.count() == 1

    def test_a_key_that_the_model_draws_itself_is_kept(self):
        job = DBTaskResult(args_kwargs={"args": [], "kwargs": {}}, task_path="a.b")
        job.run_after = self.inquiry.received_at
        insert(job)
        job.save()  # changes the row; one that counted as new would be inserted twice
        stored = DBTaskResult.objects.get()
        assert stored.pk == job.pk
        assert stored.enqueued_at == job.enqueued_at is not None
