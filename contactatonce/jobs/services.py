"""Retries, leases and effects of background work."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from django_tasks_db.utils import exclusive_transaction

from contactatonce.lib.logs import scrub, scrubbed_traceback

from .models import Effect
from .registry import UNKNOWN, GiveUp, policies, policy_of

logger = logging.getLogger(__name__)
KEEP_SUCCESSES = timedelta(days=2)
KEEP_FAILURES = timedelta(days=60)
KEEP_EFFECTS = timedelta(days=60)
WORKER_DIED = "contactatonce.jobs.WorkerDied"
current_job: ContextVar[UUID | None] = ContextVar("current_job", default=None)
Result = DBTaskResult[..., Any]


class Uncertain(GiveUp):
    """An earlier attempt died during an effect, so its outcome is unknown."""


@contextmanager
def once(key: str) -> Iterator[bool]:
    """Guard an effect outside the database: yield True if it is still to be done.

    The attempt is committed first, so call this outside any transaction. An exception means that
    the effect did not happen: the record is deleted, and a retry tries again. A process that is
    killed leaves the record, and the next attempt raises Uncertain instead of doing it twice.
    """
    try:
        with transaction.atomic(durable=True):
            effect = Effect.objects.create(
                key=key, job_id=current_job.get(), started_at=timezone.now()
            )
    except IntegrityError:
        if Effect.objects.get(key=key).finished_at is None:
            raise Uncertain(f"{key} may have happened: check, then run the job again") from None
        yield False
        return
    try:
        yield True
    except Exception:
        effect.delete()
        raise
    effect.finished_at = timezone.now()
    effect.save(update_fields=["finished_at"])


def claim_next(worker_id: str, queues: Collection[str] = ()) -> Result | None:
    """Claim the most urgent job that is due in `queues` (all if empty); None if nothing is due."""
    ready = DBTaskResult.objects.ready()
    if queues:
        ready = ready.filter(queue_name__in=queues)
    if not ready.exists():
        return None  # without a lock, so that idle workers block no one on SQLite
    with exclusive_transaction(ready.db):
        result = ready.get_locked()
        if result is not None:
            result.claim(worker_id)
    return result


def settle_success(result: Result) -> None:
    """Record that a job is done; its return value is not stored, since it could be anything."""
    _settle(result, status=TaskResultStatus.SUCCESSFUL, exception_class_path="", traceback="")


def settle_failure(result: Result, error: BaseException) -> None:
    """Retry a failed job after a delay, or mark it as failed; store no error message."""
    attempt = len(result.worker_ids)
    policy = policy_of(result.task_path)
    trace = scrubbed_traceback(error)
    if isinstance(error, GiveUp):
        trace = f"{trace}: {scrub(str(error))}"
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    is_final = isinstance(error, GiveUp) or attempt >= policy.attempts
    _settle(
        result,
        status=TaskResultStatus.FAILED if is_final else TaskResultStatus.READY,
        run_after=timezone.now() + (timedelta(0) if is_final else policy.delay_after(attempt)),
        exception_class_path=name,
        traceback=trace,
    )
    level = logging.ERROR if is_final else logging.WARNING
    outcome = "failed for good" if is_final else "failed and will be retried"
    values = (result.pk, result.task_path, outcome, attempt, name)
    logger.log(level, "Job %s (%s) %s, attempt %d: %s", *values)


def hand_back(result: Result) -> None:
    """Return a job that its worker had to drop to the queue, without counting the attempt."""
    _settle(
        result,
        status=TaskResultStatus.READY,
        run_after=timezone.now(),
        finished_at=None,
        worker_ids=result.worker_ids[:-1],
    )


def _settle(result: Result, **fields: Any) -> None:
    """Store the outcome unless the job outlived its lease and belongs to another worker now."""
    held = DBTaskResult.objects.running().filter(pk=result.pk, started_at=result.started_at)
    if not held.update(**{"finished_at": timezone.now(), **fields}):
        logger.warning("Job %s (%s) was taken away from its worker", result.pk, result.task_path)


def run_again(result: Result) -> bool:
    """Put a failed job back into the queue; return False if it had not failed.

    An effect with an unknown outcome counts as not done: the user has checked before pressing.
    """
    failed = DBTaskResult.objects.failed().filter(pk=result.pk)
    with transaction.atomic():
        moved = failed.update(
            status=TaskResultStatus.READY,
            run_after=timezone.now(),
            worker_ids=[],
            finished_at=None,
        )
        if moved:
            Effect.objects.filter(job_id=result.pk, finished_at=None).delete()
    return bool(moved)


def reap(now: datetime | None = None) -> int:
    """Release jobs that have run for longer than their lease (a dead worker); return how many."""
    now = now or timezone.now()
    freed = 0
    for result in DBTaskResult.objects.running():
        policy = policy_of(result.task_path)
        if result.started_at is None or abs(now - result.started_at) < policy.lease:
            continue  # further in the future than that: it was started by a clock that was ahead
        is_last = len(result.worker_ids) >= policy.attempts
        held = DBTaskResult.objects.running().filter(pk=result.pk, started_at=result.started_at)
        if held.update(
            status=TaskResultStatus.FAILED if is_last else TaskResultStatus.READY,
            run_after=now,
            finished_at=now if is_last else None,
            exception_class_path=WORKER_DIED,
            traceback="",
        ):
            freed += 1
            logger.warning("Job %s (%s) lost its worker", result.pk, result.task_path)
    return freed


def bring_forward(now: datetime | None = None) -> int:
    """Make retries due that a clock which was ahead put into the distant future; return how many.

    Jobs that were scheduled and not tried yet keep their time.
    """
    now = now or timezone.now()
    longest = max(policy.longest_delay for policy in (UNKNOWN, *policies.values()))
    stuck = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, run_after__gt=now + longest, run_after__lt=get_date_max()
    )
    return stuck.exclude(worker_ids=[]).update(run_after=now)


def forget_old(now: datetime | None = None) -> None:
    """Delete finished jobs and effects, failures later than successes."""
    now = now or timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSES).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILURES).delete()
    Effect.objects.filter(started_at__lt=now - KEEP_EFFECTS).delete()
