"""Figures for the privacy officer's start page: due requests, and what else needs a look."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models.functions import Coalesce
from django.utils import timezone

from contactatonce.lib.counts import bounded_counts
from privacy.models import LegalHold, PrivacyRequest, RecipientNotice

SOONEST = 6
SOON = 5  # days
MOST_COUNTED = 999


@dataclass(frozen=True)
class Desk:
    """The open requests with the least time left, and counts of what waits."""

    soonest: list[PrivacyRequest]
    counts: dict[str, int]


def figures() -> Desk:
    """Return what waits now: two queries, however many requests there are."""
    today = timezone.localdate()
    waiting = PrivacyRequest.objects.open().annotate(day=Coalesce("extended_to", "due_on"))
    wanted = {
        "open": waiting,
        "soon": waiting.filter(day__lte=today + timedelta(days=SOON)),
        "unconfirmed": PrivacyRequest.objects.unconfirmed(),
        "notices": RecipientNotice.objects.waiting(),
        "holds": LegalHold.objects.active().filter(review_on__lte=today),
    }
    soonest = waiting.select_related("brand__calendar").order_by("day", "pk")[:SOONEST]
    counts = bounded_counts(list(wanted.values()), MOST_COUNTED)
    return Desk(list(soonest), dict(zip(wanted, counts, strict=True)))


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
