"""Hand the open inquiries of one colleague over to others."""

from django.db import transaction
from django.urls import reverse

from contactatonce.accounts.models import User
from leads.models import Lead
from leads.models.queues import LeadQuerySet

from . import assignment, work
from .staff import leavers

CAUSE = "hand-over"


def open_work(user_id: int) -> LeadQuerySet:
    """Return the unfinished inquiries that someone owns, in quarantine too."""
    return Lead.objects.filter(owner_id=user_id, state__in=Lead.UNFINISHED)


def page_for(user: User) -> str:
    """Return the URL of the page that asks who takes over, "" without open work."""
    if not open_work(user.pk).exists():
        return ""
    return reverse("admin:leads_lead_hand_over", args=[user.pk])


def spread(*, owner_id: int, actor: User) -> work.Outcome:
    """Give the open inquiries of `owner_id` to others by the rules of assignment."""
    outcome = assignment.spread(leads=open_work(owner_id), owner_id=owner_id, actor=actor)
    leavers.clear()
    return outcome


def hand_over(*, owner_id: int, actor: User, to_id: int | None) -> work.Outcome:
    """Give the open inquiries of `owner_id` to one colleague, or release them to the queue.

    Those that were released and wait for their first answer are new again, so that "Take the next
    one" hands them out.
    """
    leads = open_work(owner_id)
    if to_id is not None:
        outcome = work.change_many(leads=leads, actor=actor, cause=CAUSE, owner_id=to_id)
    else:
        waiting = leads.filter(state=Lead.State.OPEN, first_answered_at=None)
        with transaction.atomic():
            outcome = work.change_many(
                leads=waiting, actor=actor, cause=CAUSE, owner_id=None, state=Lead.State.NEW
            )
            others = work.change_many(leads=leads, actor=actor, cause=CAUSE, owner_id=None)
        outcome.changes += others.changes
        outcome.refused += others.refused
    leavers.clear()
    return outcome
