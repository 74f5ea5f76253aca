"""What happens by the clock: reminders, consents that end (P28)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from search import index
from testimonials import mailing
from testimonials.models import Event, Testimonial
from testimonials.states import EXPIRING, State

from .steps import record

REMIND_AFTER = timedelta(days=14)
DAYS_BEFORE_THE_END = ((30, 7), (7, 0))  # from when to when a letter may still leave


def remind(now: datetime | None = None) -> int:
    """Remind guests, once, of an invitation that they have not used; return how many."""
    now = now or timezone.now()
    unused = Testimonial.objects.filter(
        state=State.INVITED,
        reminded_at=None,
        invited_at__lte=now - REMIND_AFTER,
        expires_at__gt=now,
    )
    reminded = 0
    for testimonial in list(unused):
        with transaction.atomic():
            if unused.filter(pk=testimonial.pk).update(reminded_at=now):
                record(testimonial, Event.Step.REMINDED)
                mailing.mail_reminder.enqueue(testimonial.pk)
                reminded += 1
    return reminded


def announce_ends(now: datetime | None = None) -> None:
    """Mail guests 30 and 7 days before their consent ends; each letter leaves once."""
    now = now or timezone.now()
    for days, last in DAYS_BEFORE_THE_END:
        ending = Testimonial.objects.published(now=now).filter(
            person_consent__ends_at__lte=now + timedelta(days=days),
            person_consent__ends_at__gt=now + timedelta(days=last),
        )
        for key in ending.values_list("pk", flat=True):
            mailing.mail_ending.enqueue(key, days)


def expire(now: datetime | None = None) -> int:
    """Move unused invitations, and all whose consent ended, to EXPIRED; return how many.

    Pages do not wait for it: they ask for the consent.
    """
    now = now or timezone.now()
    over = Testimonial.objects.filter(
        Q(state=State.INVITED, expires_at__lte=now)
        | Q(state__in=EXPIRING, person_consent__ends_at__lte=now)
    )
    moved = 0
    for testimonial in list(over):
        with transaction.atomic():
            found = stored(testimonial)
            if found is None or not over.filter(pk=found.pk).exists():
                continue  # deleted, used or renewed since
            if found.state == State.APPROVED:
                found.editions.drafts().update(approved_at=None, approved_by=None)
            found.move(State.EXPIRED)
            index.remove(found)
            record(found, Event.Step.EXPIRED)
            moved += 1
    return moved


def stored(testimonial: Testimonial) -> Testimonial | None:
    """Return the stored row with a lock; None if it was deleted."""
    rows = Testimonial.objects.select_for_update(of=("self",))
    found: Testimonial | None = rows.filter(pk=testimonial.pk).first()
    return found
