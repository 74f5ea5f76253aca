"""Health probes work under any host name."""

from datetime import timedelta
from unittest import mock

from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs import services

from . import sample

ALL_WELL = {"database": True, "migrations": True, "cache": True, "jobs": True}


class HealthTestCase(TestCase):
    """The probes need no site."""

    def ready(self) -> tuple[int, list[str]]:
        """Return the status and the failed probes."""
        response = self.client.get("/readyz")
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
                self.assertEqual(client.get("/readyz").json(), ALL_WELL)
                self.assertEqual(client.head("/readyz").status_code, 200)

    def test_other_methods_are_refused(self):
        for path in ("/healthz", "/readyz"):
            self.assertEqual(self.client.post(path).status_code, 405)

    def test_database_outage_is_reported(self):
        with mock.patch.object(connection, "cursor", side_effect=OperationalError):
            self.assertEqual(self.ready(), (503, ["database", "migrations", "cache", "jobs"]))
            self.assertEqual(self.client.get("/healthz").status_code, 200)

    def test_missing_migration_is_reported(self):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
        self.assertEqual(self.ready(), (503, ["migrations"]))

    def test_broken_cache_is_reported(self):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE cache")
        self.assertEqual(self.ready(), (503, ["cache"]))

    def test_late_job_is_reported(self):
        result = sample.note.enqueue(1)
        now = timezone.now()
        row = DBTaskResult.objects.filter(pk=result.id)
        row.update(enqueued_at=now - timedelta(minutes=9))
        self.assertEqual(self.ready(), (200, []))
        row.update(enqueued_at=now - timedelta(minutes=11))
        self.assertEqual(self.ready(), (503, ["jobs"]))
        row.update(run_after=now + timedelta(hours=1))
        self.assertEqual(self.ready(), (200, []))
        row.update(run_after=now - timedelta(minutes=11))
        self.assertEqual(self.ready(), (503, ["jobs"]))

    def test_rerun_job_is_not_late(self):
        result = sample.give_up.enqueue(1)
        row = DBTaskResult.objects.filter(pk=result.id)
        row.update(status="FAILED", enqueued_at=timezone.now() - timedelta(days=3))
        self.assertTrue(services.run_again(row.get()))
        self.assertEqual(self.ready(), (200, []))

    def test_cache_probe_expires(self):
        self.ready()
        self.assertEqual(cache.get("readyz"), "kept")
