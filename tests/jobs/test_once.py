"""What leaves the database, such as a mail, happens once or is shown to somebody."""

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

    def test_a_success_is_not_repeated(self):
        for expected in (True, False, False):
            with once("mail-1") as is_to_do:
                self.assertIs(is_to_do, expected)
        self.assertIsNotNone(Effect.objects.get().finished_at)

    def test_a_known_failure_is_done_again(self):
        with self.assertRaises(ConnectionError), once("mail-1"):
            raise ConnectionError
        with once("mail-1") as is_to_do:
            self.assertTrue(is_to_do)

    def test_an_attempt_that_was_cut_off_is_uncertain(self):
        for error in (SystemExit, KeyboardInterrupt):
            with self.assertRaises(error), once(f"mail-{error.__name__}"):
                raise error
            with self.assertRaises(Uncertain), once(f"mail-{error.__name__}"):
                self.fail("done twice")

    def test_inside_a_transaction_it_refuses(self):
        with transaction.atomic(), self.assertRaises(RuntimeError), once("mail-1"):
            self.fail("unreachable")

    def test_an_uncertain_job_fails_visibly_and_runs_again_when_somebody_says_so(self):
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

    def test_running_a_job_again_that_has_not_failed_touches_no_record(self):
        result = sample.hand_over.enqueue("work")
        Effect.objects.create(key="hand-over", job_id=result.id, started_at=timezone.now())
        self.assertFalse(services.run_again(DBTaskResult.objects.get()))
        self.assertTrue(Effect.objects.exists())

    def test_a_refused_hand_over_is_tried_again_by_its_job(self):
        sample.hand_over.enqueue("fail")
        work()
        self.assertEqual(DBTaskResult.objects.get().status, "READY")
        self.assertFalse(Effect.objects.exists())
