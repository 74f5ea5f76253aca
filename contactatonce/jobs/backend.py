"""The queue: rows in the database, so that a job is stored with the fact it follows from."""

import re
from typing import Any

from django_tasks_db.backend import DatabaseBackend

CODE = re.compile(r"[A-Za-z0-9_.:-]{0,120}")


class OutboxBackend(DatabaseBackend):
    """django-tasks-db's backend, which refuses arguments that could hold personal data."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Store a job and return its result; TypeError for arguments that are not ids."""
        for value in (*args, *kwargs.values()):
            if not is_id(value):
                raise TypeError(f"{task.module_path} takes ids, not {type(value).__name__} values")
        return super().enqueue(task, args, kwargs)


def is_id(value: Any) -> bool:
    """Return whether a job may carry `value`: numbers, short ASCII codes, and lists of these."""
    if isinstance(value, list | tuple):
        return all(is_id(item) for item in value)
    if isinstance(value, str):
        return CODE.fullmatch(value) is not None
    return value is None or isinstance(value, int)
