"""Real worker processes: several at once, stopped, killed, cut off from the database."""

import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection, connections, transaction
from django.test import TransactionTestCase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs import services
from contactatonce.jobs.models import Effect
from contactatonce.jobs.registry import RetryPolicy

from . import processes, sample
from .test_retry import work

LEASE = RetryPolicy().lease


class WorkersTestCase(TransactionTestCase):
    def setUp(self) -> None:
        (sample.folder() / "done").unlink(missing_ok=True)
        self.workers = []
        self.addCleanup(self.end_all)

    def start(self, *options: str):
        worker = processes.start(*options)
        self.workers.append(worker)
        return worker

    def end_all(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.communicate()

    def states(self) -> list[str]:
        mine = DBTaskResult.objects.filter(task_path__startswith="tests.")
        return list(mine.order_by("enqueued_at").values_list("status", flat=True))

    def test_two_workers_run_400_jobs_once_each(self):
        workers = [self.start(), self.start()]

        def enqueue(first: int) -> None:
            try:
                for number in range(first, first + 100):
                    with transaction.atomic():
                        sample.note.enqueue(number)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(enqueue, range(0, 400, 100)))
        processes.until(lambda: set(self.states()) == {"SUCCESSFUL"}, patience=120)
        self.assertEqual(sorted(map(int, sample.done())), list(range(400)))
        rows = DBTaskResult.objects.filter(task_path__endswith="note")
        self.assertEqual({len(row.worker_ids) for row in rows}, {1})
        self.assertEqual(len({row.worker_ids[0] for row in rows}), 2)
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
            _, errors = worker.communicate(timeout=30)
            self.assertEqual(worker.returncode, 0)
            self.assertNotIn(b"does not answer", errors)

    def test_job_of_a_killed_worker_runs_after_its_lease(self):
        sample.hang.enqueue()
        worker = self.start()
        processes.until(lambda: sample.done() == ["hangs"])
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        self.assertEqual(self.states(), ["RUNNING"])
        self.assertEqual(services.reap(timezone.now() + LEASE - timedelta(minutes=1)), 0)
        self.assertEqual(services.reap(timezone.now() + LEASE), 1)
        DBTaskResult.objects.update(run_after=timezone.now())
        self.start()
        processes.until(lambda: sample.done() == ["hangs", "hangs"])
        self.assertEqual(self.states(), ["RUNNING"])

    def test_killed_effect_is_reported_and_not_repeated(self):
        sample.hand_over.enqueue("hang")
        worker = self.start()
        processes.until(lambda: sample.done() == ["hangs"])
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        services.reap(timezone.now() + LEASE)
        DBTaskResult.objects.update(run_after=timezone.now())
        work()
        self.assertEqual(sample.done(), ["hangs"])
        row = DBTaskResult.objects.get(task_path__endswith="hand_over")
        self.assertEqual(row.status, "FAILED")
        self.assertEqual(row.exception_class_path, "contactatonce.jobs.services.Uncertain")
        DBTaskResult.objects.filter(pk=row.pk).update(args_kwargs={"args": ["work"], "kwargs": {}})
        services.run_again(row)
        work()
        self.assertEqual(sample.done(), ["hangs", "works"])
        self.assertIsNotNone(Effect.objects.get().finished_at)

    def test_first_signal_lets_the_running_job_end(self):
        word = processes.make_pipe(sample.folder() / "word")
        sample.wait_for_word.enqueue()
        sample.note.enqueue(1)
        worker = self.start()
        processes.until(lambda: sample.done() == ["waits"])
        worker.send_signal(signal.SIGTERM)
        word.write_text("go on")
        self.assertEqual(worker.wait(timeout=30), 0)
        self.assertEqual(sample.done(), ["waits", "ended"])
        self.assertEqual(self.states(), ["SUCCESSFUL", "READY"])

    def test_second_signal_requeues_the_job(self):
        processes.make_pipe(sample.folder() / "word")
        sample.wait_for_word.enqueue()
        worker = self.start()
        processes.until(lambda: sample.done() == ["waits"])
        worker.send_signal(signal.SIGTERM)
        lines = iter(worker.stderr.readline, b"")
        self.assertTrue(any(b"stops when its job is done" in line for line in lines))
        worker.send_signal(signal.SIGTERM)
        self.assertEqual(worker.wait(timeout=30), 1)
        self.assertEqual(self.states(), ["READY"])

    def test_idle_worker_stops_at_once(self):
        worker = self.start("--interval", "3600")
        processes.until(lambda: DBTaskResult.objects.filter(status="SUCCESSFUL").exists())
        processes.until(lambda: not DBTaskResult.objects.filter(status="READY").exists())
        worker.send_signal(signal.SIGINT)
        self.assertEqual(worker.wait(timeout=10), 0)

    def test_outcome_survives_a_lost_connection(self):
        if connection.vendor != "postgresql":
            self.skipTest("SQLite has no connection to cut")
        word = processes.make_pipe(sample.folder() / "word")
        sample.wait_for_word.enqueue()
        worker = self.start()
        processes.until(lambda: sample.done() == ["waits"])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        word.write_text("go on")
        processes.until(lambda: self.states() == ["SUCCESSFUL"])
        sample.note.enqueue(5)
        processes.until(lambda: sample.done() == ["waits", "ended", "5"])
        self.assertIsNone(worker.poll())
