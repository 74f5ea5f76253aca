"""Next steps: planned and done, with an event on the timeline."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from contactatonce.accounts.models import User
from leads.models import Activity, Event, Lead

from .work import Refused, locked, refuse_repetition, settle

MOST_OPEN = 20


@dataclass(frozen=True, kw_only=True)
class Step:
    """A next step as a colleague plans it; `key` is the one-use key of the form."""

    due_on: date
    kind: str = Activity.Kind.CALL
    text: str = ""
    due_time: time | None = None
    key: UUID | None = None


@transaction.atomic
def plan(*, lead_id: int, actor: User, step: Step) -> Activity:
    """Add a next step; Repeated if its key was used before, Refused if 20 are open."""
    lead = locked(lead_id)
    refuse_repetition(Activity.objects.all(), **vars(step))
    if lead.activities.open().count() >= MOST_OPEN:
        raise Refused(f"{MOST_OPEN} next steps are open. Finish one first.")
    settle(lead, actor)
    activity = Activity.objects.create(lead=lead, created_by=actor, **vars(step))
    Event.objects.create(lead=lead, kind=Event.Kind.NEXT_STEP, actor=actor, text=activity.label)
    follow(lead)
    return activity


@transaction.atomic
def finish(*, lead_id: int, activity_id: int, actor: User) -> None:
    """Mark a next step as done; Refused if it is not open."""
    lead = locked(lead_id)
    activity = lead.activities.open().filter(pk=activity_id).first()
    if activity is None:
        raise Refused("This step is done already.")
    settle(lead, actor)
    activity.done_at, activity.done_by = timezone.now(), actor
    activity.save(update_fields=["done_at", "done_by"])
    Event.objects.create(lead=lead, kind=Event.Kind.STEP_DONE, actor=actor, text=activity.label)
    follow(lead)


def follow(lead: Lead) -> None:
    """Store when the next open step of a locked lead is due."""
    due_on = lead.activities.open().aggregate(first=Min("due_on"))["first"]
    if due_on != lead.next_step_on:
        lead.write(next_step_on=due_on)
