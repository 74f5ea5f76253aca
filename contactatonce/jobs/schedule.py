"""Enqueue periodic tasks when they are due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import PeriodicRun
from .registry import GiveUp, PeriodicTask, RetryPolicy, job, periodic_tasks

POLICY = RetryPolicy(
    attempts=6, first_delay=timedelta(minutes=1), longest_delay=timedelta(minutes=30)
)
CLOCK_SKEW = timedelta(minutes=1)  # the clocks of two workers differ by less


@job(POLICY)
def run_periodic(name: str) -> None:
    """Run a periodic task once."""
    if name not in periodic_tasks:
        raise GiveUp(f"There is no periodic task {name}")
    periodic_tasks[name].run()


def enqueue_due(now: datetime | None = None) -> list[str]:
    """Enqueue every periodic task that is due and is not in the queue yet; return their names."""
    now = now or timezone.now()
    last_runs = dict(PeriodicRun.objects.values_list("name", "last_run_at"))
    return [
        task.name
        for task in periodic_tasks.values()
        if (task.name not in last_runs or is_due(task, last_runs[task.name], now))
        and enqueue(task, now)
    ]


def is_due(task: PeriodicTask, last_run_at: datetime, now: datetime) -> bool:
    """Return whether the interval is over, or the clock was set back since the last run."""
    return last_run_at <= now - task.every or last_run_at > now + CLOCK_SKEW


@transaction.atomic
def enqueue(task: PeriodicTask, now: datetime) -> bool:
    """Claim the run and enqueue it in one transaction; return True for exactly one worker."""
    if is_queued(task) or not claim(task, now):
        return False
    run_periodic.enqueue(task.name)
    return True


def claim(task: PeriodicTask, now: datetime) -> bool:
    """Record the run if it is due; return True for exactly one of many workers."""
    _, is_new = PeriodicRun.objects.get_or_create(name=task.name, defaults={"last_run_at": now})
    if is_new:
        return True
    due = Q(last_run_at__lte=now - task.every) | Q(last_run_at__gt=now + CLOCK_SKEW)
    return bool(PeriodicRun.objects.filter(due, name=task.name).update(last_run_at=now))


def is_queued(task: PeriodicTask) -> bool:
    """Return whether the task still waits or runs, so that slow runs do not pile up."""
    return DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
        task_path=run_periodic.module_path,
        args_kwargs={"args": [task.name], "kwargs": {}},
    ).exists()
