"""Notify recipients of a person's data about changes to it (GDPR, article 19)."""

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from privacy.models import IllegalTransition, PrivacyRequest, RecipientNotice, RequestEvent
from privacy.outreach import disclosures

State = RecipientNotice.State


def draw_up(request: PrivacyRequest) -> None:
    """List every recipient of the person's data as still to be notified; idempotent."""
    RecipientNotice.objects.bulk_create(
        (
            RecipientNotice(request=request, recipient=recipient)
            for recipient in disclosures.recipients_of(request.email)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def settle(
    request: PrivacyRequest, *, notice: int, is_told: bool, note: str = "", by: User
) -> RecipientNotice:
    """Record that a recipient was notified, or why it cannot be; IllegalTransition if done before.

    Allowed in every state of the request: most notices are sent after it is closed.
    """
    waiting = RecipientNotice.objects.waiting().filter(pk=notice, request=request)
    state = State.TOLD if is_told else State.IMPOSSIBLE
    if not waiting.update(state=state, note=note, settled_at=timezone.now(), settled_by=by):
        raise IllegalTransition(f"{request}: notice {notice} does not wait")
    settled = RecipientNotice.objects.select_related("recipient").get(pk=notice)
    what = "" if is_told else "could not be told: "
    request.record(RequestEvent.Step.RECIPIENT, by=by, note=f"{what}{settled.recipient.name}"[:200])
    return settled
