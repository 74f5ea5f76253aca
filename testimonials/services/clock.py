"""Periodic tasks: remind guests, and end what is over (P28)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from contactatonce.jobs.models import Effect
from privacy.models.consents import is_active
from search import index
from testimonials import mailing
from testimonials.models import Event, Testimonial
from testimonials.states import EXPIRING, State

from .steps import Refused, lock, record

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
    for testimonial in list(unused.select_related("brand")):
        if not mailing.may_be_invited(testimonial):
            continue
        with transaction.atomic():
            if unused.filter(pk=testimonial.pk).update(reminded_at=now):
                mailing.mail_reminder.enqueue(testimonial.pk)
                reminded += 1
    return reminded


def announce_ends(now: datetime | None = None) -> None:
    """Mail guests 30 and 7 days before their consent ends; each letter leaves once."""
    now = now or timezone.now()
    confirmed = Testimonial.objects.filter(
        is_active(now, "person_consent__"), state__in=mailing.TOLD_OF_THE_END
    )
    for days, last in DAYS_BEFORE_THE_END:
        ending = confirmed.filter(
            person_consent__ends_at__lte=now + timedelta(days=days),
            person_consent__ends_at__gt=now + timedelta(days=last),
        )
        letters = {mailing.ending_effect(testimonial, days): testimonial for testimonial in ending}
        sent = set(Effect.objects.filter(key__in=letters).values_list("key", flat=True))
        for key in letters.keys() - sent:
            mailing.mail_ending.enqueue(letters[key].pk, days)


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
            try:
                found = lock(testimonial)
            except Refused:
                continue  # deleted since
            if not over.filter(pk=found.pk).exists():
                continue  # used or renewed since
            if found.state == State.APPROVED:
                found.editions.drafts().update(approved_at=None, approved_by=None)
            found.move(State.EXPIRED)
            index.remove(found)
            record(found, Event.Step.EXPIRED)
            moved += 1
    return moved
