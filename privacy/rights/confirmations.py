"""Confirmation links: the owner of an e-mail address says which of its requests are theirs.

A link shows every request that waits for its address, including those made within an hour after it
was sent. At most two links are sent per hour and twelve per day, so a flood of requests fills its
own links and blocks no one: docs/decisions/0060-one-link-for-all-that-waits.md.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from contactatonce.lib.limits import DAY, HOUR, MailLimit
from privacy.models import ConfirmationLink, IllegalTransition, PrivacyRequest, RequestEvent

from . import clock
from .request_links import digest, new_secret
from .transitions import State

MAILS = MailLimit("request", ((2, HOUR), (12, DAY)))  # per mailbox


def issue(request: PrivacyRequest) -> str:
    """Return the secret of a new link for the address of `request`; only its digest is stored."""
    secret, now = new_secret(), timezone.now()
    ConfirmationLink.objects.create(
        **request.address_columns,
        digest=digest(secret),
        sent_at=now,
        expires_at=now + clock.CONFIRM_WITHIN,
    )
    return secret


@transaction.atomic
def note_asked(request: PrivacyRequest) -> None:
    """Record that the mail has left, for each request of the address that had none yet.

    Each has seven days from its own first mail, so a flood does not prolong an old request.
    """
    now = timezone.now()
    waiting = PrivacyRequest.objects.unconfirmed().filter(
        fingerprint=request.fingerprint, asked_at=None
    )
    keys = list(waiting.values_list("pk", flat=True))
    waiting.filter(pk__in=keys).update(asked_at=now, confirm_by=now + clock.CONFIRM_WITHIN)
    RequestEvent.objects.bulk_create(
        RequestEvent(request_id=key, step=RequestEvent.Step.ASKED) for key in keys
    )


def find(secret: str) -> ConfirmationLink | None:
    """Return the link with this secret; None if it was used, expired or never existed."""
    known = ConfirmationLink.objects.filter(digest=digest(secret))
    return known.filter(used_at=None, expires_at__gt=timezone.now()).first()


@transaction.atomic
def use(link: ConfirmationLink, references: Iterable[str]) -> list[PrivacyRequest]:
    """Confirm the named requests of the link, mark the link as used, and return them.

    If the list is empty, nothing was confirmed, and the link still works unless it was used before.
    """
    chosen = list(link.covered().filter(reference__in=list(references)))
    unused = ConfirmationLink.objects.filter(pk=link.pk, used_at=None)
    if not chosen or not unused.update(used_at=timezone.now()):
        return []
    return [request for request in chosen if _confirm(request)]


def _confirm(request: PrivacyRequest) -> bool:
    """Confirm one request; return False if it was confirmed or lapsed in the meantime."""
    try:
        request.move(State.CONFIRMED, note="by the mailed link")
    except IllegalTransition:
        return False
    return True


def forget_expired() -> None:
    ConfirmationLink.objects.filter(expires_at__lt=timezone.now()).delete()
