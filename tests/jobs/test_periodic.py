"""A periodic task becomes one job when it is due, however many workers look."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from unittest import mock

import time_machine
from django.db import connections
from django.test import TestCase, TransactionTestCase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs import schedule
from contactatonce.jobs.registry import PeriodicTask, periodic_tasks

from .test_retry import NOW, work

HOUR = timedelta(hours=1)


def only(run) -> mock._patch_dict:
    """Register one hourly task, `run`, and no others."""
    return mock.patch.dict(periodic_tasks, {"count": PeriodicTask("count", HOUR, run)}, clear=True)


class PeriodicTaskTestCase(TestCase):
    def test_task_runs_at_once_and_then_every_hour(self):
        runs = []
        with only(lambda: runs.append(1)), time_machine.travel(NOW, tick=False) as clock:
            for minutes, expected in ((0, 1), (59, 1), (1, 2), (60, 3), (600, 4)):
                clock.shift(timedelta(minutes=minutes))
                schedule.enqueue_due()
                schedule.enqueue_due()
                work()
                self.assertEqual(len(runs), expected)

    def test_failed_task_is_retried_before_its_next_run(self):
        runs = []

        def fail_first() -> None:
            runs.append(1)
            if len(runs) == 1:
                raise ConnectionError

        with only(fail_first), time_machine.travel(NOW, tick=False) as clock:
            schedule.enqueue_due()
            work()
            clock.shift(timedelta(minutes=1))
            work()
            self.assertEqual(len(runs), 2)
            self.assertEqual(DBTaskResult.objects.get().status, "SUCCESSFUL")

    def test_waiting_task_is_not_enqueued_twice(self):
        with only(list), time_machine.travel(NOW, tick=False) as clock:
            self.assertEqual(schedule.enqueue_due(), ["count"])
            clock.shift(timedelta(days=2))
            self.assertEqual(schedule.enqueue_due(), [])
            self.assertEqual(DBTaskResult.objects.count(), 1)

    def test_unknown_task_fails_at_once(self):
        with only(list):
            schedule.enqueue_due()
        work()
        self.assertEqual(DBTaskResult.objects.get().status, "FAILED")

    def test_clock_set_back_delays_no_task(self):
        runs = []
        with only(lambda: runs.append(1)), time_machine.travel(NOW, tick=False) as clock:
            schedule.enqueue_due()
            work()
            clock.shift(timedelta(days=-3))
            for minutes, expected in ((0, 2), (59, 2), (1, 3)):
                clock.shift(timedelta(minutes=minutes))
                schedule.enqueue_due()
                work()
                self.assertEqual(len(runs), expected)

    def test_worker_with_a_slow_clock_repeats_no_task(self):
        runs = []
        with only(lambda: runs.append(1)), time_machine.travel(NOW, tick=False) as clock:
            schedule.enqueue_due()
            work()
            clock.shift(timedelta(seconds=-30))
            self.assertEqual(schedule.enqueue_due(), [])

    def test_check_costs_one_query_when_nothing_is_due(self):
        schedule.enqueue_due()
        with self.assertNumQueries(1):
            schedule.enqueue_due()


class PeriodicTaskRaceTestCase(TransactionTestCase):
    def test_one_of_eight_workers_enqueues_the_task(self):
        barrier = Barrier(8)

        def look(now) -> list[str]:
            try:
                barrier.wait()
                return schedule.enqueue_due(now)
            finally:
                connections.close_all()

        with only(list), ThreadPoolExecutor(8) as pool:
            for hours in (0, 1, 2):
                DBTaskResult.objects.update(status="SUCCESSFUL")
                now = timezone.now() + hours * HOUR
                taken = [name for names in pool.map(look, [now] * 8) for name in names]
                self.assertEqual(taken, ["count"])
                self.assertEqual(DBTaskResult.objects.count(), hours + 1)
