"""Release an inquiry from quarantine and run the actions that its arrival skipped, once."""

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from leads import tasks
from leads.models import Event, Inquiry, Lead

from .assignment import assign
from .news_consent import settle_consent


@transaction.atomic
def release(*, lead: Lead, actor: User | None, cause: str = "") -> bool:
    """Release `lead`; do nothing and return False if it is not in quarantine."""
    waiting = Lead.objects.quarantined().filter(pk=lead.pk)
    if not waiting.update(released_at=timezone.now()):
        return False
    Event.objects.create(lead_id=lead.pk, kind=Event.Kind.RELEASED, actor=actor, cause=cause)
    settle_consent(inquiry=Inquiry.objects.select_related("form", "brand").get(pk=lead.pk))
    tasks.received.enqueue(lead.pk)
    assign(Lead.objects.select_related("inquiry").get(pk=lead.pk))
    return True
