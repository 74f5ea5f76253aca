"""A failed job in the admin: its task, its error, and a button to run it again."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactatonce.accounts.tasks import send_letter
from contactatonce.jobs.models import Effect, Job, PeriodicRun
from tests.base import StaffTestCase

LIST = "/admin/jobs/job/"


class RunAgainTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.adam)
        self.failed = self.job(
            status="FAILED",
            worker_ids=["a"] * 12,
            exception_class_path="smtplib.SMTPServerDisconnected",
            traceback='File "letters.py", line 60, in send',
            finished_at=timezone.now(),
        )

    def job(self, **fields):
        known = set(Job.objects.values_list("pk", flat=True))
        send_letter.enqueue("accounts.notice", 7, 1, "letter-id", "totp_activated")
        job = Job.objects.exclude(pk__in=known)
        job.update(**fields)
        return job.get()

    def page(self, job=None):
        return f"{LIST}{(job or self.failed).pk}/"

    def test_list_opens_with_failures_and_counts_waiting_jobs(self):
        waiting = self.job()
        response = self.client.get(LIST)
        self.assertContains(response, str(self.failed.pk))
        self.assertNotContains(response, str(waiting.pk))
        [(_, tabs)] = response.context["cl"].tab_bars
        numbers = {tab["display"]: tab["number"] for tab in tabs}
        assert numbers == {"Failed": 1, "Waiting": 1, "Running": 0, "Done": None}
        self.assertContains(self.client.get(f"{LIST}?state=waiting"), str(waiting.pk))

    def test_page_shows_task_attempts_and_traceback(self):
        response = self.client.get(f"{self.page()}change/")
        for words in ("send letter", "12 of", "SMTPServerDisconnected", "line 60", "letter-id"):
            self.assertContains(response, words)
        self.assertNotContains(response, 'name="_save"')
        self.assertNotContains(response, 'name="run_after')

    def test_button_requeues_a_failed_job_once(self):
        self.assertContains(self.client.get(f"{self.page()}change/"), "Run again")
        response = self.client.post(f"{self.page()}run-again/", follow=True)
        self.assertContains(response, "back in the queue")
        job = Job.objects.get(pk=self.failed.pk)
        assert (job.status, job.worker_ids) == ("READY", [])
        response = self.client.post(f"{self.page()}run-again/", follow=True)
        self.assertContains(response, "The job has not failed.")
        self.assertNotContains(response, "Run again</button>")

    def test_get_runs_nothing(self):
        assert self.client.get(f"{self.page()}run-again/").status_code == 405
        assert Job.objects.get(pk=self.failed.pk).status == "FAILED"

    def test_action_requeues_several_jobs(self):
        other = self.job(status="FAILED")
        marked = {"action": "run_again", "_selected_action": [self.failed.pk, other.pk]}
        response = self.client.post(LIST, marked, follow=True)
        self.assertContains(response, "2 of 2 jobs")
        assert Job.objects.filter(status="READY").count() == 2

    def test_view_permission_cannot_run_jobs(self):
        self.client.force_login(self.dora)
        assert self.client.post(f"{self.page()}run-again/").status_code == 403
        assert Job.objects.get(pk=self.failed.pk).status == "FAILED"

    def test_jobs_runs_and_effects_cannot_be_edited(self):
        Effect.objects.create(key="x", started_at=timezone.now())
        PeriodicRun.objects.create(name="x", last_run_at=timezone.now())
        self.client.post(f"{self.page()}change/", {"status": "SUCCESSFUL", "traceback": ""})
        assert Job.objects.get(pk=self.failed.pk).traceback
        for row in (Effect.objects.get(), PeriodicRun.objects.get()):
            address = f"/admin/jobs/{row._meta.model_name}/{row.pk}/"
            assert self.client.get(f"{address}change/").status_code == 200
            assert self.client.post(f"{address}change/", {"key": "y"}).status_code == 403
            assert self.client.post(f"{address}delete/", {"post": "yes"}).status_code == 403

    def test_list_query_count_is_constant(self):
        self.client.get(LIST)
        with CaptureQueriesContext(connection) as short:
            self.client.get(LIST)
        for _ in range(30):
            self.job(status="FAILED")
        with CaptureQueriesContext(connection) as long:
            self.assertContains(self.client.get(LIST), "31 jobs")
        assert len(long) <= len(short) <= 10
