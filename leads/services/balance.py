"""Draw up the daily balance: received = open + closed + quarantined + erased."""

import logging
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from contactatonce.jobs.registry import periodic, status_checks
from leads.models import Balance, Inquiry, Lead
from privacy.hooks import after_deletion
from privacy.registry import Model

logger = logging.getLogger(__name__)
CLOSED = Q(state__in=[state for state in Lead.State if state not in Lead.UNFINISHED])


@periodic(every=timedelta(days=1))
def draw_up_today() -> None:
    draw_up(timezone.now().date())


@transaction.atomic
def draw_up(day: date) -> Balance:
    """Store the balance of `day` and return it; report inquiries that are missing.

    Inquiries are counted up to the highest number that the balance before saw: those after it may
    belong to transactions that were not over. A deletion counts itself, in `count_deleted`.
    """
    before = lock_last()
    if before is not None and before.day_on >= day:
        return before
    counted_to = before.seen_to if before else 0
    received = Inquiry.objects.filter(pk__gt=before.counted_to if before else 0, pk__lte=counted_to)
    balance = Balance(
        day_on=day,
        counted_to=counted_to,
        seen_to=Inquiry.objects.aggregate(highest=Max("pk"))["highest"] or 0,
        received=received.count(),
        **shares(counted_to),
    )
    totals = Balance.objects.aggregate(received=Sum("received"), erased=Sum("erased"))
    there = balance.open + balance.closed + balance.quarantined + (totals["erased"] or 0)
    balance.missing = (totals["received"] or 0) + balance.received - there
    balance.save()
    if balance.missing:
        logger.error("The balance of %s: %d inquiries are missing", day, balance.missing)
    return balance


def shares(counted_to: int) -> dict[str, int]:
    """Return how many inquiries up to that number are open, closed and in quarantine."""
    quarantined = Q(pk__in=Lead.objects.quarantined().values("pk"))
    rows = Lead.objects.filter(pk__lte=counted_to).order_by()
    return rows.aggregate(
        closed=Count("pk", filter=CLOSED),
        quarantined=Count("pk", filter=quarantined),
        open=Count("pk", filter=~CLOSED & ~quarantined),
    )


def count_deleted(model: Model, keys: Collection[Any]) -> None:
    """Count inquiries that an erasure or retention deletes, in its own transaction."""
    if model is not Inquiry:
        return
    last = lock_last()
    if last is not None:
        counted = sum(1 for key in keys if key <= last.counted_to)
        Balance.objects.filter(pk=last.pk).update(erased=F("erased") + counted)


def lock_last() -> Balance | None:
    """Return the last balance; the lock on the first one keeps a new one from being drawn up."""
    Balance.objects.select_for_update().order_by("day_on").first()
    return Balance.objects.order_by("-day_on").first()


def adds_up() -> bool:
    """Return whether the last balance misses no inquiry."""
    last = Balance.objects.order_by("-day_on").first()
    return last is None or last.missing == 0


after_deletion.append(count_deleted)
status_checks["balance"] = adds_up
