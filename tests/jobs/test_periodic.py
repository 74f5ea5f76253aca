"""A periodic duty becomes one job when it is due, however many workers look."""

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
    """Let there be one duty, hourly."""
    return mock.patch.dict(periodic_tasks, {"count": PeriodicTask("count", HOUR, run)}, clear=True)


class DutyTestCase(TestCase):
    def test_it_runs_at_once_and_then_every_hour(self):
        runs = []
        with only(lambda: runs.append(1)), time_machine.travel(NOW, tick=False) as clock:
            for minutes, expected in ((0, 1), (59, 1), (1, 2), (60, 3), (600, 4)):
                clock.shift(timedelta(minutes=minutes))
                schedule.enqueue_due()
                schedule.enqueue_due()
                work()
                self.assertEqual(len(runs), expected)

    def test_one_that_fails_is_tried_again_before_it_is_next_due(self):
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

    def test_one_that_still_waits_is_not_queued_twice(self):
        with only(list), time_machine.travel(NOW, tick=False) as clock:
            self.assertEqual(schedule.enqueue_due(), ["count"])
            clock.shift(timedelta(days=2))
            self.assertEqual(schedule.enqueue_due(), [])
            self.assertEqual(DBTaskResult.objects.count(), 1)

    def test_one_that_is_gone_from_the_code_fails_at_once(self):
        with only(list):
            schedule.enqueue_due()
        work()
        self.assertEqual(DBTaskResult.objects.get().status, "FAILED")

    def test_looking_when_nothing_is_due_costs_one_query(self):
        schedule.enqueue_due()
        with self.assertNumQueries(1):
            schedule.enqueue_due()


class DutyRaceTestCase(TransactionTestCase):
    def test_of_eight_workers_one_enqueues_it(self):
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
