"""An effect outside the database, such as a mail, happens once or is reported."""

from django.db import transaction
from django.test import TransactionTestCase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs import services
from contactatonce.jobs.models import Effect
from contactatonce.jobs.services import Uncertain, once

from . import sample
from .test_retry import work


class OnceTestCase(TransactionTestCase):
    def setUp(self) -> None:
        (sample.folder() / "done").unlink(missing_ok=True)

    def test_success_is_not_repeated(self):
        for expected in (True, False, False):
            with once("mail-1") as is_to_do:
                self.assertIs(is_to_do, expected)
        self.assertIsNotNone(Effect.objects.get().finished_at)

    def test_known_failure_is_retried(self):
        with self.assertRaises(ConnectionError), once("mail-1"):
            raise ConnectionError
        with once("mail-1") as is_to_do:
            self.assertTrue(is_to_do)

    def test_interrupted_attempt_is_uncertain(self):
        for error in (SystemExit, KeyboardInterrupt):
            with self.assertRaises(error), once(f"mail-{error.__name__}"):
                raise error
            with self.assertRaises(Uncertain), once(f"mail-{error.__name__}"):
                self.fail("done twice")

    def test_once_refuses_to_run_in_a_transaction(self):
        with transaction.atomic(), self.assertRaises(RuntimeError), once("mail-1"):
            self.fail("unreachable")

    def test_uncertain_job_fails_and_can_be_run_again(self):
        result = sample.hand_over.enqueue("work")
        Effect.objects.create(key="hand-over", job_id=result.id, started_at=timezone.now())
        work()
        row = DBTaskResult.objects.get()
        self.assertEqual(row.status, "FAILED")
        self.assertIn("hand-over may have happened", row.traceback)
        self.assertEqual(sample.done(), [])
        self.assertTrue(services.run_again(row))
        work()
        self.assertEqual(sample.done(), ["works"])
        self.assertEqual(DBTaskResult.objects.get().status, "SUCCESSFUL")

    def test_run_again_ignores_jobs_that_have_not_failed(self):
        result = sample.hand_over.enqueue("work")
        Effect.objects.create(key="hand-over", job_id=result.id, started_at=timezone.now())
        self.assertFalse(services.run_again(DBTaskResult.objects.get()))
        self.assertTrue(Effect.objects.exists())

    def test_failed_effect_is_retried_by_its_job(self):
        sample.hand_over.enqueue("fail")
        work()
        self.assertEqual(DBTaskResult.objects.get().status, "READY")
        self.assertFalse(Effect.objects.exists())
