"""Telling those who received data of a person what became of it (GDPR, article 19)."""

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from privacy.models import IllegalTransition, PrivacyRequest, RecipientNotice, RequestEvent
from privacy.outreach import disclosures

State = RecipientNotice.State


def draw_up(request: PrivacyRequest) -> None:
    """List everybody who received data of the person as still to be told; once is enough."""
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
    """Record that a recipient was told, or why it cannot be; IllegalTransition if it was settled.

    This is possible in every state of the request: most notices are given once it is closed.
    """
    waiting = RecipientNotice.objects.waiting().filter(pk=notice, request=request)
    state = State.TOLD if is_told else State.IMPOSSIBLE
    if not waiting.update(state=state, note=note, settled_at=timezone.now(), settled_by=by):
        raise IllegalTransition(f"{request}: notice {notice} does not wait")
    settled = RecipientNotice.objects.select_related("recipient").get(pk=notice)
    what = "" if is_told else "could not be told: "
    request.record(RequestEvent.Step.RECIPIENT, by=by, note=f"{what}{settled.recipient.name}"[:200])
    return settled
