"""The clock: each periodic duty becomes a job when it is due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import Duty
from .registry import GiveUp, PeriodicDuty, RetryPolicy, duties, job

POLICY = RetryPolicy(
    attempts=6, first_delay=timedelta(minutes=1), longest_delay=timedelta(minutes=30)
)


@job(POLICY)
def run_duty(name: str) -> None:
    """Do a periodic duty once."""
    if name not in duties:
        raise GiveUp(f"No duty is called {name}")
    duties[name].run()


def enqueue_due(now: datetime | None = None) -> list[str]:
    """Enqueue every duty that is due and is not in the queue yet; return their names."""
    now = now or timezone.now()
    last_runs = dict(Duty.objects.values_list("name", "last_run_at"))
    return [
        duty.name
        for duty in duties.values()
        if (duty.name not in last_runs or last_runs[duty.name] <= now - duty.every)
        and enqueue(duty, now)
    ]


@transaction.atomic
def enqueue(duty: PeriodicDuty, now: datetime) -> bool:
    """Take the duty's turn and enqueue it, both or neither; True for one of many workers."""
    if is_queued(duty) or not claim(duty, now):
        return False
    run_duty.enqueue(duty.name)
    return True


def claim(duty: PeriodicDuty, now: datetime) -> bool:
    """Move the duty's clock on if it is due; True for exactly one of many workers."""
    _, is_new = Duty.objects.get_or_create(name=duty.name, defaults={"last_run_at": now})
    if is_new:
        return True
    due = Duty.objects.filter(name=duty.name, last_run_at__lte=now - duty.every)
    return bool(due.update(last_run_at=now))


def is_queued(duty: PeriodicDuty) -> bool:
    """Tell whether the duty still waits or runs, so that a slow one does not pile up."""
    return DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
        task_path=run_duty.module_path,
        args_kwargs={"args": [duty.name], "kwargs": {}},
    ).exists()
