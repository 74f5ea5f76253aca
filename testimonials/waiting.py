"""Testimonials that wait: for us, for their givers, for a date."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from contactatonce.lib.counts import bounded_counts
from privacy.models.consents import is_active

from .models import Edition, Event, Testimonial
from .states import State

Rows = QuerySet[Testimonial]
Step = Event.Step
MOST_COUNTED = 999
BY_GUEST = (Step.CHANGED, Step.UPLOADED, Step.REMOVED, Step.DECLINED)
BY_STAFF = (
    Step.EDITED,
    Step.DISCARDED,
    Step.ASKED,
    Step.WENT_ON,
    Step.APPROVED,
    Step.TAKEN_DOWN,
)
ONLINE = (State.CONFIRMED, State.PUBLISHED)
SOON = timedelta(days=30)


def changed_by_guest(rows: Rows) -> Rows:
    """Return those that the guest has changed since staff last worked on them."""
    steps = Event.objects.filter(testimonial=OuterRef("pk"), step__in=[*BY_GUEST, *BY_STAFF])
    last = Subquery(steps.order_by("-pk").values("step")[:1])
    worked_on = Exists(steps.filter(step__in=BY_STAFF))  # before that it is all new
    states = [State.IN_REVIEW, *ONLINE]
    return rows.filter(worked_on, state__in=states).alias(last=last).filter(last__in=BY_GUEST)


def drafts(**conditions: object) -> Exists:
    """Return the condition for testimonials with a draft edition that meets `conditions`."""
    return Exists(Edition.objects.drafts().filter(testimonial=OuterRef("pk"), **conditions))


def for_us(rows: Rows) -> Rows:
    """Return those that staff review, and online ones with news of the guest or an open draft."""
    news = changed_by_guest(Testimonial.objects.all()).order_by().values("pk")
    later = Q(state__in=ONLINE) & (Q(drafts(approved_at=None)) | Q(pk__in=news))
    return rows.filter(Q(state=State.IN_REVIEW) | later)


def for_guest(rows: Rows) -> Rows:
    """Return those that the guest is asked to change or to confirm."""
    later = Q(state__in=ONLINE) & Q(drafts(approved_at__isnull=False))
    return rows.filter(Q(state__in=[State.CHANGES, State.APPROVED]) | later)


def failed(rows: Rows) -> Rows:
    """Return those with a draft that could not be converted."""
    return rows.filter(~Q(state=State.WITHDRAWN), Q(drafts(failure__gt="")))


def agreed(rows: Rows, now: datetime | None = None) -> Rows:
    """Return those whose giver agrees at `now`."""
    return rows.filter(is_active(now, "person_consent__"))


def ending(rows: Rows, within: timedelta = SOON) -> Rows:
    """Return those whose consent ends within this time."""
    return agreed(rows).filter(person_consent__ends_at__lte=timezone.now() + within)


def ended(rows: Rows) -> Rows:
    """Return those whose consent ended without a withdrawal."""
    return rows.filter(
        person_consent__ends_at__lte=timezone.now(), person_consent__withdrawn_at=None
    )


def withdrawn(rows: Rows) -> Rows:
    return rows.filter(person_consent__withdrawn_at__isnull=False)


def figures() -> dict[str, int]:
    """Return the numbers of the start page; one query."""
    rows = Testimonial.objects.all()
    wanted = {
        "review": rows.filter(state=State.IN_REVIEW),
        "changed": changed_by_guest(rows),
        "ending": ending(rows.filter(state=State.PUBLISHED)),
        "failed": failed(rows),
    }
    return dict(zip(wanted, bounded_counts(list(wanted.values()), MOST_COUNTED), strict=True))
