"""A failing job is retried with growing delays, then marked as failed; its worker survives."""

from datetime import timedelta

import time_machine
from django.db import DatabaseError, connection
from django.test import TestCase
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs import services
from contactatonce.jobs.registry import RetryPolicy, gates
from contactatonce.jobs.worker import JobWorker

from . import sample

NOW = "2026-11-02 10:00:00+00:00"


def work() -> None:
    """Run the jobs that are due, without periodic tasks."""
    worker = JobWorker(until_idle=True)
    worker._last_round = float("inf")
    worker.run()


class JobTestCase(TestCase):
    def setUp(self) -> None:
        (sample.folder() / "done").unlink(missing_ok=True)

    def row(self) -> DBTaskResult:
        return DBTaskResult.objects.get()


class RetryTestCase(JobTestCase):
    def test_delays_double_up_to_the_cap(self):
        policy = RetryPolicy(
            first_delay=timedelta(seconds=15), longest_delay=timedelta(minutes=10), attempts=99
        )
        delays = [policy.delay_after(attempt).total_seconds() for attempt in (1, 2, 3, 6, 7, 98)]
        self.assertEqual(delays, [15, 30, 60, 480, 600, 600])

    def test_failing_job_is_tried_three_times(self):
        with time_machine.travel(NOW, tick=False) as clock:
            sample.fail.enqueue(1)
            for tries, wait in ((1, 60), (2, 120)):
                work()
                work()
                self.assertEqual(len(sample.done()), tries)
                self.assertEqual(self.row().status, TaskResultStatus.READY)
                self.assertEqual(self.row().run_after, timezone.now() + timedelta(seconds=wait))
                clock.shift(timedelta(seconds=wait))
            work()
            clock.shift(timedelta(days=1))
            work()
        self.assertEqual(len(sample.done()), 3)
        self.assertEqual(self.row().status, TaskResultStatus.FAILED)
        self.assertIsNotNone(self.row().finished_at)

    def test_failed_job_can_be_run_again_with_all_attempts(self):
        with time_machine.travel(NOW, tick=False) as clock:
            sample.fail.enqueue(1)
            for _ in range(3):
                work()
                clock.shift(timedelta(hours=1))
            self.assertTrue(services.run_again(self.row()))
            self.assertFalse(services.run_again(self.row()))
            work()
            self.assertEqual(len(sample.done()), 4)
            self.assertEqual(self.row().status, TaskResultStatus.READY)

    def test_give_up_fails_at_once_with_a_reason(self):
        sample.give_up.enqueue(7)
        work()
        self.assertEqual(self.row().status, TaskResultStatus.FAILED)
        self.assertIn("Nothing to do for 7", self.row().traceback)

    def test_error_message_is_not_stored_or_logged(self):
        sample.fail.enqueue(1)
        with self.assertLogs("contactatonce", "WARNING") as logs:
            work()
        kept = repr(list(DBTaskResult.objects.values())) + "".join(logs.output)
        self.assertIn("builtins.ValueError", kept)
        self.assertIn("in fail", kept)
        for part in ("nora@", "example.com", "866 358", "no mail for nora"):
            self.assertNotIn(part, kept)

    def test_return_value_is_not_stored(self):
        sample.note.enqueue(1)
        work()
        self.assertEqual(self.row().status, TaskResultStatus.SUCCESSFUL)
        self.assertNotIn("nora", repr(list(DBTaskResult.objects.values())))

    def test_job_that_exits_fails_and_the_next_one_runs(self):
        sample.leave.enqueue()
        sample.note.enqueue(2)
        work()
        self.assertEqual(sample.done(), ["2"])
        failed = DBTaskResult.objects.get(task_path__endswith="leave")
        self.assertEqual(failed.exception_class_path, "builtins.SystemExit")

    def test_unknown_job_waits_for_newer_code_then_fails(self):
        for path in ("tests.jobs.gone.task", "tests.jobs.sample.gone", "tests.jobs.sample.write"):
            with self.subTest(path), time_machine.travel(NOW, tick=False) as clock:
                DBTaskResult.objects.all().delete()
                result = sample.note.enqueue(1)
                DBTaskResult.objects.filter(pk=result.id).update(task_path=path)
                for _ in range(5):
                    self.assertEqual(self.row().status, TaskResultStatus.READY)
                    work()
                    clock.shift(timedelta(minutes=5))
                self.assertEqual(self.row().status, TaskResultStatus.FAILED)
        self.assertEqual(sample.done(), [])

    def test_interrupted_job_is_requeued_without_an_attempt(self):
        for how, error in (("ctrl-c", KeyboardInterrupt), ("second-signal", SystemExit)):
            with self.subTest(how):
                self.setUp()
                DBTaskResult.objects.all().delete()
                sample.be_interrupted.enqueue(how)
                worker = JobWorker()
                result = services.claim_next(worker.id)
                worker.running = how == "ctrl-c"
                with self.assertRaises(error):
                    worker.perform(result)
                self.assertEqual(self.row().status, TaskResultStatus.READY)
                self.assertEqual(self.row().worker_ids, [])
                work()
                self.assertEqual(self.row().status, TaskResultStatus.SUCCESSFUL)

    def test_finished_jobs_are_deleted_and_failures_later(self):
        now = timezone.now()
        for status, days in (("SUCCESSFUL", 1), ("SUCCESSFUL", 3), ("FAILED", 59), ("FAILED", 61)):
            result = sample.note.enqueue(days)
            DBTaskResult.objects.filter(pk=result.id).update(
                status=status, finished_at=now - timedelta(days=days)
            )
        sample.note.enqueue(0)
        services.forget_old(now)
        left = {row.args_kwargs["args"][0] for row in DBTaskResult.objects.all()}
        self.assertEqual(left, {0, 1, 59})

    def test_closed_gate_stops_jobs_and_periodic_tasks(self):
        sample.note.enqueue(1)

        def closed() -> bool:
            return False

        gates.append(closed)
        try:
            JobWorker(until_idle=True).run()
        finally:
            gates.remove(closed)
        self.assertEqual(sample.done(), [])
        self.assertEqual(DBTaskResult.objects.count(), 1)
        work()
        self.assertEqual(sample.done(), ["1"])


class LeaseTestCase(JobTestCase):
    def test_expired_job_does_not_overwrite_its_successor(self):
        with time_machine.travel(NOW, tick=False) as clock:
            sample.note.enqueue(1)
            slow = services.claim_next("slow")
            clock.shift(timedelta(minutes=14))
            self.assertEqual(services.reap(), 0)
            clock.shift(timedelta(minutes=1))
            self.assertEqual(services.reap(), 1)
            quick = services.claim_next("quick")
            with self.assertLogs("contactatonce.jobs.services", "WARNING"):
                services.settle_failure(slow, ValueError())
            self.assertEqual(self.row().status, TaskResultStatus.RUNNING)
            services.settle_success(quick)
        self.assertEqual(self.row().status, TaskResultStatus.SUCCESSFUL)
        self.assertEqual(self.row().worker_ids, ["slow", "quick"])

    def test_job_that_kills_workers_fails_in_the_end(self):
        with time_machine.travel(NOW, tick=False) as clock:
            sample.note.enqueue(1)
            for _ in range(3):
                self.assertIsNotNone(services.claim_next("dies"))
                clock.shift(timedelta(minutes=15))
                services.reap()
        self.assertEqual(self.row().status, TaskResultStatus.FAILED)
        self.assertEqual(self.row().exception_class_path, services.WORKER_DIED)
        self.assertIsNotNone(self.row().finished_at)

    def test_worker_runs_the_jobs_of_dead_workers(self):
        sample.note.enqueue(1)
        services.claim_next("dies")
        DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=16))
        with self.assertLogs("contactatonce.jobs.worker", "INFO") as logs:
            JobWorker(until_idle=True).run()
        self.assertRegex(logs.output[0], r"The worker \w+ starts$")
        row = DBTaskResult.objects.get(task_path__endswith="note")
        self.assertEqual(row.status, TaskResultStatus.SUCCESSFUL)
        self.assertEqual(row.worker_ids[0], "dies")

    def test_deleted_row_of_a_running_job_does_no_harm(self):
        sample.note.enqueue(1)
        worker = JobWorker()
        result = services.claim_next(worker.id)
        DBTaskResult.objects.all().delete()
        worker.perform(result)
        self.assertEqual(DBTaskResult.objects.count(), 0)

    def test_worker_until_idle_raises_database_errors(self):
        worker = JobWorker(until_idle=True)

        def fail() -> None:
            raise DatabaseError

        with self.assertRaises(DatabaseError):
            worker.settle(fail)
        self.assertTrue(connection.is_usable())
