"""The queue: rows in the database, so that a job is stored with the fact it follows from."""

import re
from typing import Any

from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from contactatonce.lib.inserts import insert

CODE = re.compile(r"[A-Za-z0-9_.:-]{0,120}")


class OutboxBackend(DatabaseBackend):
    """django-tasks-db's backend, which refuses arguments that could hold personal data.

    Visitors wait while a job is stored, so it is one prepared statement and one result; the
    package's signal, to which nothing here listens, is not sent.
    """

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Store a job and return its result; TypeError for arguments that are no ids."""
        for value in (*args, *kwargs.values()):
            if not is_id(value):
                raise TypeError(f"{task.module_path} takes ids, not {type(value).__name__} values")
        self.validate_task(task)
        job: DBTaskResult[..., Any] = DBTaskResult(
            args_kwargs={"args": list(args), "kwargs": kwargs},
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after or get_date_max(),
            backend_name=self.alias,
        )
        insert(job)
        return job.task_result


def is_id(value: Any) -> bool:
    """Tell whether a job may carry `value`: numbers, short ASCII codes, and lists of these."""
    if isinstance(value, list | tuple):
        return all(is_id(item) for item in value)
    if isinstance(value, str):
        return CODE.fullmatch(value) is not None
    return value is None or isinstance(value, int)
