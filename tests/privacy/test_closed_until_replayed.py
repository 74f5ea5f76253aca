"""After a restored backup nothing is served or mailed until the erasures are replayed."""

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs.registry import gates
from contactatonce.lib.timed_cache import TimedCache
from leads.tasks import acknowledge
from privacy.middleware import restored
from privacy.models import Erasure, LedgerMark
from privacy.tasks import nobody_returned
from tests.base import SiteTestCase
from tests.privacy.people import create_history, erase


def restore_an_older_database():
    LedgerMark.objects.all().delete()
    TimedCache.clear_all()


class ClosedUntilReplayedTestCase(SiteTestCase):
    def test_site_without_erasures_makes_no_query(self):
        self.client.get("/")
        restored.clear()
        with self.assertNumQueries(0):
            assert restored.get() is False

    def test_restored_database_answers_503_except_health(self):
        create_history()
        erase()
        assert self.client.get("/").status_code == 200
        restore_an_older_database()
        for path in ("/", "/contact/", "/admin/", "/accounts/login/", "/no/such/page"):
            response = self.client.get(path)
            assert response.status_code == 503, path
            assert response["Retry-After"] == "300"
            assert response["Cache-Control"] == "no-store"
            assert "default-src 'none'" in response["Content-Security-Policy"]
        assert self.client.post("/contact/", {"email": "x@example.com"}).status_code == 503
        assert self.client.get("/healthz").status_code == 200

    def test_site_opens_after_the_replay(self):
        create_history()
        erase()
        restore_an_older_database()
        assert self.client.get("/").status_code == 503
        call_command("replay_erasures")
        TimedCache.clear_all()
        assert self.client.get("/").status_code == 200

    def test_worker_takes_no_job_while_closed(self):
        lead = create_history()
        erase()
        restore_an_older_database()
        assert nobody_returned in gates
        acknowledge.enqueue(lead.pk)
        call_command("worker", once=True)
        assert DBTaskResult.objects.get().status == "READY"

    def test_erasure_in_progress_does_not_close_the_site(self):
        create_history()
        erase()
        restore_an_older_database()
        Erasure.objects.update(erased_at=None, finished_at=None)
        assert self.client.get("/").status_code == 200

    def test_state_is_cached_for_some_seconds(self):
        create_history()
        erase()
        self.client.get("/")
        with CaptureQueriesContext(connection) as queries:
            self.client.get("/")
        assert not any("ledgermark" in query["sql"] for query in queries)
