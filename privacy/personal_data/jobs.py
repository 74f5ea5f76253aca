"""Personal data in the queue and in finished work."""

from django_tasks_db.models import DBTaskResult

from contactatonce.jobs.models import Effect, PeriodicRun
from privacy.registry import holds_nobody

WORKINGS = "It is the machine's own bookkeeping and carries ids only."
holds_nobody(PeriodicRun, "name", "last_run_at", because=WORKINGS)
holds_nobody(Effect, "key", "job_id", "started_at", "finished_at", because=WORKINGS)
holds_nobody(
    DBTaskResult,
    "id",
    "status",
    "enqueued_at",
    "started_at",
    "finished_at",
    "args_kwargs",
    "priority",
    "task_path",
    "worker_ids",
    "queue_name",
    "backend_name",
    "run_after",
    "return_value",
    "exception_class_path",
    "traceback",
    because=WORKINGS,
)
