"""Work that was in flight while a person was erased does not bring the person back (P30)."""

from unittest import mock

from django.db import DatabaseError, transaction
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from leads.models import Company, Event, Inquiry, Lead, Person
from leads.tasks import acknowledge, notify, received, send_answer
from privacy.erasure import destruction, erasure
from tests.base import StaffTestCase, run_jobs
from tests.privacy.people import ADA, create_history, erase


class InFlightTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = create_history(company=Company.objects.create(name="Engines Ltd"))
        self.client.force_login(self.alice)

    def assert_nobody(self):
        for model in (Inquiry, Lead, Event, Person):
            assert not model.objects.exists(), model

    def test_saving_an_open_form_restores_nothing(self):
        path = f"/admin/leads/person/{self.lead.person_id}/change/"
        assert self.client.get(path).status_code == 200
        erase()
        response = self.client.post(path, {"name": "Ada Lovelace", "email": ADA, "phone": "1"})
        assert response.status_code in (302, 404)
        self.assert_nobody()

    def test_open_account_form_does_not_restore_an_erased_name(self):
        self.client.force_login(self.adam)
        path = f"/admin/accounts/user/{self.erin.pk}/change/"
        assert self.client.get(path).status_code == 200
        erase("erin@example.com")
        sent = {"email": "erin@example.com", "display_name": "Erin", "is_staff": "on"}
        assert self.client.post(path, sent).status_code == 403
        self.erin.refresh_from_db()
        assert self.erin.display_name == f"former staff {self.erin.pk}"

    def test_note_on_an_erased_record_restores_nothing(self):
        path = f"/admin/leads/lead/{self.lead.pk}/"
        assert self.client.get(f"{path}change/").status_code == 200
        erase()
        response = self.client.post(f"{path}note/", {"text": "Ada Lovelace rang again"})
        assert response.status_code in (302, 404)
        self.assert_nobody()

    def test_stale_save_of_an_erased_row_raises(self):
        member = User.objects.create_user(ADA, "password", display_name="Ada Lovelace")
        stale = [
            Person.objects.get(pk=self.lead.person_id),
            Company.objects.get(),
            User.objects.get(pk=member.pk),
        ]
        erase()
        for row in stale:
            with self.assertRaises(DatabaseError), transaction.atomic():
                row.save()
        self.assert_nobody()
        assert not User.objects.filter(email=ADA).exists()

    def test_concurrent_inquiry_does_not_keep_the_erasure_open(self):
        def while_destroying(plan):
            remains = destruction.destroy(plan)
            create_history()
            return remains

        with mock.patch.object(erasure, "destroy", while_destroying):
            done = erase()
        assert done.finished_at
        assert {found["explanation"] for found in done.findings} == {
            "It came in after the erasure."
        }
        assert Inquiry.objects.get().received_at > done.erased_at

    def test_running_job_ends_quietly(self):
        answer = self.lead.answers.get()
        jobs = [
            received.enqueue(self.lead.pk),
            acknowledge.enqueue(self.lead.pk),
            notify.enqueue(self.lead.pk, self.alice.pk),
            send_answer.enqueue(answer.pk),
        ]
        DBTaskResult.objects.update(status="RUNNING")  # the erasure cannot take these
        erase()
        assert DBTaskResult.objects.count() == len(jobs)
        DBTaskResult.objects.update(status="READY")
        run_jobs()
        failed = DBTaskResult.objects.exclude(status="SUCCESSFUL")
        assert [(job.task_path, job.exception_class_path) for job in failed] == []
        self.assert_nobody()
