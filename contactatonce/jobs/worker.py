"""The worker: django-tasks-db's loop with retries, a reaper and periodic duties."""

import logging
import time

from django.db import DatabaseError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from . import services

logger = logging.getLogger(__name__)
DUTY_SECONDS = 5.0


class JobWorker(Worker):
    """Runs jobs one at a time; looks after the periodic duties between them."""

    _duties_looked_at = float("-inf")

    def run(self) -> None:
        """Work until told to stop, over restarts of the database too; in batch mode until idle."""
        until_idle, self.batch = self.batch, True  # the parent's run() then returns when idle
        while self.running:
            try:
                super().run()
                self.look_after_duties()
            except DatabaseError:
                if until_idle:
                    raise
                logger.exception("The database does not answer; the worker waits")
                close_old_connections()
            if until_idle or not self.running:
                return
            time.sleep(self.interval)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one job and record how it went; a failure is settled by its retry policy."""
        self.running_task = True
        token = services.current_job.set(db_task_result.pk)
        try:
            result = db_task_result.task_result
            value = db_task_result.task.call(*result.args, **result.kwargs)
            db_task_result.set_successful(value)
        except DatabaseError as error:
            close_old_connections()
            services.settle_failure(db_task_result, error)
        except Exception as error:
            services.settle_failure(db_task_result, error)
        finally:
            services.current_job.reset(token)
            self.running_task = False
            self._run_tasks += 1
        self.look_after_duties()

    def look_after_duties(self) -> None:
        """Run the periodic duties that are due, looking every few seconds at most."""
        if time.monotonic() - self._duties_looked_at >= DUTY_SECONDS:
            self._duties_looked_at = time.monotonic()
            services.run_due_duties()
