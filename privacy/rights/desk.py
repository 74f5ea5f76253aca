"""Figures for the privacy officer's start page: due requests, and what else needs a look."""

from datetime import timedelta
from typing import Any

from django.db.models.functions import Coalesce
from django.utils import timezone

from contactatonce.lib.counts import bounded_counts
from privacy.models import LegalHold, PrivacyRequest, RecipientNotice

SOONEST = 6
SOON = 5  # days
MOST_COUNTED = 999


def figures() -> dict[str, Any]:
    """Return the open requests with the least time left, and counts of what waits: two queries."""
    today = timezone.localdate()
    waiting = PrivacyRequest.objects.open()
    wanted = {
        "open": waiting,
        "soon": waiting.due_by(today + timedelta(days=SOON)),
        "unconfirmed": PrivacyRequest.objects.unconfirmed(),
        "notices": RecipientNotice.objects.waiting(),
        "holds": LegalHold.objects.active().filter(review_on__lte=today),
    }
    soonest = waiting.select_related("brand__calendar").order_by(
        Coalesce("extended_to", "due_on"), "pk"
    )[:SOONEST]
    counts = bounded_counts(list(wanted.values()), MOST_COUNTED)
    return {
        "soonest": [(request, *days_in_words(request)) for request in soonest],
        "counts": dict(zip(wanted, counts, strict=True)),
        "most": MOST_COUNTED,
    }


def days_in_words(request: PrivacyRequest) -> tuple[str, str]:
    """Return the tone (good, warn, bad, none) and the text for the days left."""
    if request.closed_at is not None:
        return "none", f"closed {request.closed_at:%b %-d, %Y}"
    days = request.days_left()
    if days < 0:
        return "bad", f"{-days} {'day' if days == -1 else 'days'} overdue"
    if days == 0:
        return "bad", "due today"
    tone = "bad" if days <= 2 else "warn" if days <= SOON else "good"
    return tone, f"{days} {'day' if days == 1 else 'days'} left"
