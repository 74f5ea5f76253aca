"""Health checks: which process can serve, and what needs attention."""

from datetime import timedelta
from unittest import mock

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.brands.models import Calendar, Office
from contactatonce.jobs import health, schedule, services
from contactatonce.jobs.models import PeriodicRun
from contactatonce.jobs.registry import periodic_tasks
from contactatonce.jobs.templatetags.system_status import PROBLEMS
from contactatonce.lib.timed_cache import TimedCache
from leads.seed import load_forms
from pages.seed import load_pages
from privacy.seed import load_documents
from tests.base import SiteTestCase, StaffTestCase

from . import sample

CAN_SERVE = {"database": True, "migrations": True}
WORKS = {**CAN_SERVE, "cache": True, "jobs": True, "periodic_tasks": True}
WORKS |= {"time_zones": True, "erasure_ledger": True, "spool": True, "canary": True}
WORKS |= {"balance": True}
NIGHTLY = "privacy.tasks.apply_retention"


class HealthTestCase(TestCase):
    """The checks need no site."""

    def setUp(self) -> None:
        for name in periodic_tasks:
            PeriodicRun.objects.create(name=name, last_run_at=timezone.now())

    def ready(self) -> tuple[int, list[str]]:
        health.readiness.clear()
        return self.ask("/readyz")

    def status(self) -> tuple[int, list[str]]:
        health.status.clear()
        return self.ask("/statusz")

    def ask(self, path: str) -> tuple[int, list[str]]:
        """Return the status code and the failed checks."""
        response = self.client.get(path)
        return response.status_code, [
            name for name, is_well in response.json().items() if not is_well
        ]

    def test_any_host_gets_an_answer_without_redirect(self):
        with override_settings(ALLOWED_HOSTS=["www.contactatonce.com"], SECURE_SSL_REDIRECT=True):
            for host in ("10.0.0.7:8000", "unknown.example", "[::1]", "a b", ""):
                client = Client(headers={"host": host})
                for method in (client.get, client.head):
                    with self.assertNumQueries(0):
                        response = method("/healthz")
                    self.assertEqual(response.status_code, 200)
                    self.assertFalse(response.cookies)
                    self.assertIn("no-store", response["Cache-Control"])
                self.assertEqual(client.get("/readyz").json(), CAN_SERVE)
                self.assertEqual(client.get("/statusz").json(), WORKS)
                for path in ("/readyz", "/statusz"):
                    self.assertEqual(client.head(path).status_code, 200)

    def test_other_methods_are_refused(self):
        for path in ("/healthz", "/readyz", "/statusz"):
            self.assertEqual(self.client.post(path).status_code, 405)

    def test_database_outage_is_reported(self):
        with mock.patch.object(connection, "cursor", side_effect=OperationalError):
            self.assertEqual(self.ready(), (503, ["database", "migrations"]))
            code, failed = self.status()
            self.assertEqual((code, {*failed}), (503, {*WORKS} - {"spool", "canary"}))
            self.assertEqual(self.client.get("/healthz").status_code, 200)

    def test_missing_migration_is_reported(self):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
        self.assertEqual(self.ready(), (503, ["migrations"]))
        self.assertEqual(self.status(), (503, ["migrations"]))

    def test_broken_cache_is_an_alarm_and_takes_no_process_out_of_service(self):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE cache")
        self.assertEqual(self.status(), (503, ["cache"]))
        self.assertEqual(self.ready(), (200, []))

    def test_late_job_is_an_alarm_and_takes_no_process_out_of_service(self):
        result = sample.note.enqueue(1)
        now = timezone.now()
        row = DBTaskResult.objects.filter(pk=result.id)
        row.update(enqueued_at=now - timedelta(minutes=9))
        self.assertEqual(self.status(), (200, []))
        row.update(enqueued_at=now - timedelta(minutes=11))
        self.assertEqual(self.status(), (503, ["jobs"]))
        row.update(run_after=now + timedelta(hours=1))
        self.assertEqual(self.status(), (200, []))
        row.update(run_after=now - timedelta(minutes=11))
        self.assertEqual(self.status(), (503, ["jobs"]))
        self.assertEqual(self.ready(), (200, []))

    def test_rerun_job_is_not_late(self):
        result = sample.give_up.enqueue(1)
        row = DBTaskResult.objects.filter(pk=result.id)
        row.update(status="FAILED", enqueued_at=timezone.now() - timedelta(days=3))
        self.assertTrue(services.run_again(row.get()))
        self.assertEqual(self.status(), (200, []))

    def test_cache_probe_expires(self):
        self.status()
        self.assertEqual(cache.get("statusz"), "kept")

    def test_overdue_periodic_task_is_reported(self):
        row = PeriodicRun.objects.filter(name=NIGHTLY)
        row.update(last_run_at=timezone.now() - timedelta(days=1, minutes=9))
        self.assertEqual(self.status(), (200, []))
        row.update(last_run_at=timezone.now() - timedelta(days=1, minutes=11))
        self.assertEqual(self.status(), (503, ["periodic_tasks"]))
        row.delete()
        self.assertEqual(self.status(), (503, ["periodic_tasks"]))

    def test_clock_that_was_ahead_is_reported_until_the_tasks_have_run_again(self):
        PeriodicRun.objects.update(last_run_at=timezone.now() + timedelta(days=365))
        self.assertEqual(self.status(), (503, ["periodic_tasks"]))
        self.assertEqual({*schedule.enqueue_due()}, {*periodic_tasks})
        self.assertEqual(self.status(), (200, []))

    def test_status_is_asked_once_in_three_seconds(self):
        self.status()
        with self.assertNumQueries(0):
            self.assertEqual(self.ask("/statusz"), (200, []))


class TimeZoneTestCase(SiteTestCase):
    """A system upgrade can remove time zones: US/Pacific is in Debian's tzdata-legacy now."""

    def test_missing_time_zone_is_an_alarm_and_breaks_no_page(self):
        load_pages()
        load_forms()
        load_documents()
        for model in (Calendar, Office):
            with self.subTest(model.__name__):
                self.addCleanup(model.objects.update, time_zone="America/New_York")
                model.objects.update(time_zone="US/Pacific-New")
                TimedCache.clear_all()
                for path in ("/", "/contact/", "/about/", "/privacy/", "/search/?q=chat"):
                    self.assertEqual(self.client.get(path).status_code, 200, path)
                self.assertFalse(self.client.get("/statusz").json()["time_zones"])
                model.objects.update(time_zone="America/New_York")

    def test_names_that_depend_on_the_machine_are_no_time_zones(self):
        for name in ("localtime", "Factory", "posixrules", "America", "", "../etc/passwd"):
            with self.subTest(name), self.assertRaises(ValidationError):
                Calendar(name="A", time_zone=name).full_clean()
        Calendar(name="A", time_zone="UTC").full_clean()


class StartPageTestCase(StaffTestCase):
    def test_start_page_shows_what_needs_attention_to_those_who_look_after_jobs(self):
        self.client.force_login(self.adam)
        page = self.client.get("/admin/")
        self.assertContains(page, "Periodic tasks, such as retention, have not run")
        self.assertContains(page, "/admin/jobs/job/?state=waiting")
        self.client.force_login(self.bob)
        self.assertNotContains(self.client.get("/admin/"), "have not run when they were due")

    def test_start_page_says_nothing_while_everything_works(self):
        schedule.enqueue_due()
        self.client.force_login(self.adam)
        self.assertNotContains(self.client.get("/admin/"), "Needs attention")

    def test_every_check_has_a_text_for_staff(self):
        self.assertEqual({*PROBLEMS}, {*health.read_status()})
