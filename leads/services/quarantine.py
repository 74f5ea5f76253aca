"""Release an inquiry from quarantine and run the actions that its arrival skipped, once."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from leads import tasks
from leads.models import Event, Lead

from . import undo, work
from .assignment import assign


def release_many(*, leads: Iterable[Lead], actor: User, cause: str = "") -> work.Outcome:
    """Release each of `leads` that is in quarantine, and return what changed."""
    outcome = work.Outcome()
    for lead in leads:
        before = {name: getattr(lead, name) for name in ("state", "owner_id", "attention")}
        with transaction.atomic():
            if release(lead=lead, actor=actor, cause=cause):
                version = Lead.objects.values_list("version", flat=True).get(pk=lead.pk)
                change = work.Change(lead.pk, version, {"released_at": None, **before})
                outcome.changes.append(change)
    return outcome


@transaction.atomic
def release(*, lead: Lead, actor: User | None, cause: str = "") -> bool:
    """Release `lead`; do nothing and return False if it is not in quarantine.

    Consent, acknowledgement and notices follow once the release can no longer be undone.
    """
    waiting = Lead.objects.quarantined().filter(pk=lead.pk)
    if not waiting.update(released_at=timezone.now()):
        return False
    Event.objects.create(lead_id=lead.pk, kind=Event.Kind.RELEASED, actor=actor, cause=cause)
    tasks.released.using(run_after=timezone.now() + undo.WITHIN).enqueue(lead.pk)
    assign(Lead.objects.select_related("inquiry").get(pk=lead.pk))
    return True
