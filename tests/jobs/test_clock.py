"""The clock was ahead for a while: nothing waits for the day that it showed."""

from datetime import timedelta

import time_machine
from django.utils import timezone
from django_tasks.base import TaskResultStatus

from contactatonce.jobs import services

from . import sample
from .test_retry import NOW, JobTestCase, work

YEAR = timedelta(days=365)


class ClockTestCase(JobTestCase):
    def test_retry_planned_by_a_clock_that_was_ahead_is_due_at_once(self):
        with time_machine.travel(NOW, tick=False) as clock:
            sample.fail.enqueue(1)
            clock.shift(YEAR)
            work()
            clock.shift(-YEAR)
            self.assertEqual(services.bring_forward(), 1)
            self.assertEqual(self.row().run_after, timezone.now())
            self.assertEqual(services.bring_forward(), 0)

    def test_retry_that_waits_its_usual_time_goes_on_waiting(self):
        with time_machine.travel(NOW, tick=False):
            sample.fail.enqueue(1)
            work()
            self.assertEqual(services.bring_forward(), 0)

    def test_job_that_was_scheduled_keeps_its_day(self):
        with time_machine.travel(NOW, tick=False):
            sample.note.using(run_after=timezone.now() + YEAR).enqueue(1)
            self.assertEqual(services.bring_forward(), 0)

    def test_worker_that_died_while_the_clock_was_ahead_loses_its_job(self):
        with time_machine.travel(NOW, tick=False) as clock:
            sample.note.enqueue(1)
            clock.shift(YEAR)
            services.claim_next("dies")
            clock.shift(-YEAR)
            self.assertEqual(services.reap(), 1)
            self.assertEqual(self.row().status, TaskResultStatus.READY)
