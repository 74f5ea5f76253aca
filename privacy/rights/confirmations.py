"""Confirmation links: who reads the mail of an address says which of its requests are theirs.

A link shows every request that waits for its address, also one that came within the hour after it
left. At most two leave in an hour, so whoever floods an address with requests fills its links, and
keeps nobody from the own request: docs/decisions/0060-one-link-for-all-that-waits.md.
"""

from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from privacy.models import ConfirmationLink, IllegalTransition, PrivacyRequest, RequestEvent
from privacy.models.confirmations import HOUR

from . import clock
from .request_links import digest, is_secret_of, new_secret
from .transitions import State

MOST_AN_HOUR = 2  # mails to one address
SECONDS = int(HOUR.total_seconds())


def take_slot(request: PrivacyRequest) -> str | None:
    """Return one of the address's two mails of this hour, or None; the counter holds no address."""
    slots = [f"request-mail:{request.fingerprint}:{number}" for number in range(MOST_AN_HOUR)]
    for slot in slots:
        if cache.get(slot) == request.pk:  # an attempt before this one took it
            return slot
    return next((slot for slot in slots if cache.add(slot, request.pk, SECONDS)), None)


def keep_slot(slot: str, request: PrivacyRequest) -> None:
    """Let the hour count from now, when the mail left."""
    cache.set(slot, request.pk, SECONDS)


def issue(request: PrivacyRequest) -> str:
    """Return the secret of a new link for the address of `request`; only its digest is stored."""
    secret, now = new_secret(), timezone.now()
    ConfirmationLink.objects.create(
        fingerprint=request.fingerprint,
        key_id=request.key_id,
        normalizer=request.normalizer,
        digest=digest(secret),
        sent_at=now,
        expires_at=now + clock.CONFIRM_WITHIN,
    )
    return secret


@transaction.atomic
def note_asked(request: PrivacyRequest) -> None:
    """Record that the mail has left for each request of the address that had none yet.

    Each has seven days from its own first mail: a flood does not make an old one wait for longer.
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
    """Return the link with this secret; None if it was used, is too old or was never ours."""
    link = ConfirmationLink.objects.filter(
        digest=digest(secret), used_at=None, expires_at__gt=timezone.now()
    ).first()
    return link if link is not None and is_secret_of(secret, link.digest) else None


@transaction.atomic
def use(link: ConfirmationLink, references: Iterable[str]) -> list[PrivacyRequest]:
    """Confirm those of the link's requests that are named, and use the link up; return them.

    An empty list says that nothing was confirmed, and the link still works unless it was used.
    """
    chosen = list(link.covered().filter(reference__in=list(references)))
    unused = ConfirmationLink.objects.filter(pk=link.pk, used_at=None)
    if not chosen or not unused.update(used_at=timezone.now()):
        return []
    return [request for request in chosen if _confirm(request)]


def _confirm(request: PrivacyRequest) -> bool:
    """Confirm one request; False if it was confirmed or lapsed at this moment."""
    try:
        request.move(State.CONFIRMED, note="by the mailed link")
    except IllegalTransition:
        return False
    return True


def forget_expired() -> None:
    """Remove the links that can no longer be used."""
    ConfirmationLink.objects.filter(expires_at__lt=timezone.now()).delete()
