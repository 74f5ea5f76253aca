"""What background work does when something goes wrong."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from contactatonce.lib.logs import scrubbed_traceback

from .models import Duty, Effect
from .registry import GiveUp, PeriodicDuty, RetryPolicy, duties, policies

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=15)
KEEP_SUCCESSES = timedelta(days=2)
KEEP_FAILURES = timedelta(days=60)
KEEP_EFFECTS = timedelta(days=60)
current_job: ContextVar[UUID | None] = ContextVar("current_job", default=None)


class Uncertain(GiveUp):
    """An earlier attempt died in the middle of an effect, so nobody knows whether it happened."""


@contextmanager
def once(key: str) -> Iterator[bool]:
    """Guard an effect outside the database: yield True if it is still to be done.

    The attempt is recorded and committed first. An error clears the record, so that a retry does it
    again; a killed process leaves it, and the next attempt raises Uncertain instead of doing it twice.
    """
    if transaction.get_connection().in_atomic_block and not _is_test_transaction():
        raise RuntimeError(
            "once() must record the attempt before the effect, outside a transaction"
        )
    try:
        with transaction.atomic():
            effect = Effect.objects.create(
                key=key, job_id=current_job.get(), started_at=timezone.now()
            )
    except IntegrityError:
        if Effect.objects.get(key=key).finished_at is None:
            raise Uncertain(
                f"{key} may have happened already; check, then run the job again"
            ) from None
        yield False
        return
    try:
        yield True
    except BaseException:
        effect.delete()
        raise
    effect.finished_at = timezone.now()
    effect.save(update_fields=["finished_at"])


def _is_test_transaction() -> bool:
    connection = transaction.get_connection()
    return all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def settle_failure(result: DBTaskResult, error: BaseException) -> None:
    """Put a failed job back with a delay, or mark it failed for good; keep no personal data of it."""
    attempt = len(result.worker_ids)
    policy = policies.get(result.task_path, RetryPolicy())
    result.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    result.traceback = scrubbed_traceback(error)
    result.finished_at = timezone.now()
    if isinstance(error, GiveUp) or attempt >= policy.attempts:
        result.status = TaskResultStatus.FAILED
        logger.error(
            "Job %s (%s) failed for good after %d attempts", result.pk, result.task_path, attempt
        )
    else:
        result.status = TaskResultStatus.READY
        result.run_after = timezone.now() + policy.delay_after(attempt)
        logger.warning("Job %s (%s) failed, attempt %d", result.pk, result.task_path, attempt)
    result.save(
        update_fields=["status", "run_after", "finished_at", "exception_class_path", "traceback"]
    )


def run_again(result: DBTaskResult) -> bool:
    """Put a job that failed for good back into the queue; return False if it was not failed.

    An effect whose outcome was uncertain counts as not done: whoever presses the button has looked.
    """
    Effect.objects.filter(job_id=result.pk, finished_at=None).delete()
    moved = DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=get_date_max(), worker_ids=[], finished_at=None
    )
    return bool(moved)


def reap(now: datetime | None = None) -> int:
    """Free the jobs of workers that died: running for longer than the lease. Return how many."""
    limit = (now or timezone.now()) - LEASE
    freed = 0
    for result in DBTaskResult.objects.running().filter(started_at__lt=limit):
        attempts = policies.get(result.task_path, RetryPolicy()).attempts
        is_last = len(result.worker_ids) >= attempts
        freed += (
            DBTaskResult.objects.running()
            .filter(pk=result.pk, started_at=result.started_at)
            .update(
                status=TaskResultStatus.FAILED if is_last else TaskResultStatus.READY,
                run_after=get_date_max(),
                exception_class_path="contactatonce.jobs.WorkerDied",
            )
        )
    return freed


def forget_old(now: datetime | None = None) -> None:
    """Delete what finished jobs left behind, failures later than successes."""
    now = now or timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSES).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILURES).delete()
    Effect.objects.filter(started_at__lt=now - KEEP_EFFECTS).delete()


def run_due_duties(now: datetime | None = None) -> list[str]:
    """Run every periodic duty whose time has come and that no other worker has taken; name them."""
    now = now or timezone.now()
    ran = []
    for duty in duties.values():
        if claim(duty, now):
            ran.append(duty.name)
            try:
                duty.run()
            except Exception:
                logger.exception("Duty %s failed and is tried again when it is next due", duty.name)
    return ran


def claim(duty: PeriodicDuty, now: datetime) -> bool:
    """Take the duty's turn if it is due; True for exactly one of many workers."""
    _, is_new = Duty.objects.get_or_create(name=duty.name, defaults={"last_run_at": now})
    if is_new:
        return True
    due = Duty.objects.filter(name=duty.name, last_run_at__lte=now - duty.every)
    return bool(due.update(last_run_at=now))
