"""Periodic tasks and jobs of privacy."""

import logging
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from contactatonce.jobs.registry import Queue, gates, job, periodic, status_checks

from .erasure import erasure, holds, idle_accounts, retention
from .erasure.replay import ledger_is_whole
from .middleware import restored
from .models import Erasure
from .rights import deadlines, exports, intake

logger = logging.getLogger(__name__)
SECONDS_AT_ONCE = 300.0
LEFT_ALONE = timedelta(minutes=15)  # a web process may still be carrying the erasure out


def nobody_returned() -> bool:
    """Return False while a restored backup may hold erased people: no mail may be sent."""
    return not restored.get()


gates.append(nobody_returned)
status_checks["erasure_ledger"] = ledger_is_whole


@job()
def finish_erasure(erasure_id: str) -> None:
    """Continue an erasure to its end; if the sweep finds something, the officer decides."""
    try:
        erasure.finish(UUID(erasure_id))
    except Erasure.DoesNotExist:
        return
    except erasure.NotClean as found:
        logger.warning("Erasure %s: %d places to look at", erasure_id, len(found.hits))
    except erasure.PlanChanged:
        logger.warning("Erasure %s was called off: the plan changed", erasure_id)


@periodic(every=timedelta(minutes=15))
def resume_erasures() -> None:
    """Continue what a killed process left, and repeat sweeps that were not clean."""
    for key in (
        Erasure.objects.unfinished()
        .filter(ordered_at__lt=timezone.now() - LEFT_ALONE)
        .values_list("pk", flat=True)
    ):
        finish_erasure.call(str(key))
    for key in Erasure.objects.filter(finished_at__isnull=False, cleaned_at=None).values_list(
        "pk", flat=True
    ):
        erasure.resume(key)


@periodic(every=timedelta(hours=1))
def release_what_is_free() -> None:
    """Carry on what a released hold let go and a killed process did not take."""
    for key in (
        Erasure.objects.filter(awaiting__isnull=False).values_list("pk", flat=True).distinct()
    ):
        holds.carry_on(key)


@job()
def take_expired() -> None:
    """Apply the retention rules for a while; what is left then is taken by one more job."""
    done = retention.apply(seconds=SECONDS_AT_ONCE)
    for rule in done:
        if rule.deleted or rule.blanked:
            logger.info(
                "Retention %s: %d deleted, %d blanked", rule.rule, rule.deleted, rule.blanked
            )
    if not all(rule.is_complete for rule in done):
        take_expired.enqueue()


@periodic(every=timedelta(days=1))
def apply_retention() -> None:
    take_expired.enqueue()


@job(queue=Queue.MAIL)
def warn_idle_account(user_id: int) -> None:
    idle_accounts.warn(user_id)


@job()
def erase_idle_account(user_id: int) -> None:
    erasure_id = idle_accounts.erase(user_id)
    if erasure_id is not None:
        finish_erasure.call(str(erasure_id))


@periodic(every=timedelta(days=1))
def look_after_idle_accounts() -> None:
    """Warn members whose account nobody visits, and erase accounts whose time is over."""
    now = timezone.now()
    for key in idle_accounts.to_warn(now).values_list("pk", flat=True):
        warn_idle_account.enqueue(key)
    for key in idle_accounts.to_erase(now).values_list("pk", flat=True):
        erase_idle_account.enqueue(key)


@periodic(every=timedelta(minutes=30))
def forget_exports() -> None:
    exports.forget_expired()


@periodic(every=timedelta(hours=1))
def keep_deadlines() -> None:
    """Close what nobody confirmed, remind the officers, and act where a term ends today."""
    intake.lapse()
    deadlines.act_on_last_day()
    deadlines.raise_alarms()
    deadlines.forget_addresses()
