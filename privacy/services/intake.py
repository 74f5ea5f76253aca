"""How a request comes in, and how we learn that it comes from the owner of the address.

Nobody is looked up: who sends one learns nothing about whom we know, by no answer and by no delay.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from privacy.models import IllegalTransition, PrivacyRequest, RequestEvent
from privacy.request_links import digest, is_secret_of
from privacy.transitions import State

from . import request_mail
from .documents import number_in_force

Channel = PrivacyRequest.Channel
CHECKED_BY = {
    "callback": "called back on a number that we knew",
    "letter": "letter to an address that we knew",
    "paper": "paper that proves who it is, seen and not kept",
}


def submit(
    *, brand: Brand, kind: str, email: str, text: str = "", place: str = "", key: uuid.UUID
) -> None:
    """Store what a visitor sends and order the confirmation; the same form twice is one request."""
    try:
        with transaction.atomic():
            request = PrivacyRequest.objects.create(
                key=key,
                brand=brand,
                kind=kind,
                place=place if kind == PrivacyRequest.Kind.REMOVAL else "",
                channel=Channel.WEB,
                email=email,
                text=text,
                policy_version=number_in_force("privacy"),
            )
            request.record(RequestEvent.Step.CAME)
            request_mail.ask_to_confirm.enqueue(request.pk)
    except IntegrityError:
        if not PrivacyRequest.objects.filter(key=key).exists():
            raise


@transaction.atomic
def enter(
    *,
    brand: Brand,
    kind: str,
    email: str,
    channel: str,
    received_at: datetime,
    by: User,
    text: str = "",
    place: str = "",
) -> PrivacyRequest:
    """Store a request that came by mail, letter or phone at `received_at`; its clock runs since."""
    request = PrivacyRequest.objects.create(
        brand=brand,
        kind=kind,
        place=place if kind == PrivacyRequest.Kind.REMOVAL else "",
        channel=channel,
        received_at=received_at,
        email=email,
        text=text,
        policy_version=number_in_force("privacy"),
    )
    request.record(RequestEvent.Step.ENTERED, by=by)
    request_mail.ask_to_confirm.enqueue(request.pk)
    return request


def find_unconfirmed(secret: str) -> PrivacyRequest | None:
    """Return the request that waits for this confirmation; None if used, too old or forged."""
    found = (
        PrivacyRequest.objects.unconfirmed()
        .select_related("brand__calendar")
        .filter(confirm_digest=digest(secret), confirm_by__gt=timezone.now())
        .first()
    )
    if found is None or not is_secret_of(secret, found.confirm_digest):
        return None
    return found


def confirm(secret: str) -> PrivacyRequest | None:
    """Confirm the request to whose address the link was mailed, once; None for a dead link."""
    request = find_unconfirmed(secret)
    if request is None:
        return None
    try:
        with transaction.atomic():
            request.move(State.CONFIRMED, note="by the mailed link")
            request_mail.tell.enqueue(request.pk, "confirmed")
    except IllegalTransition:
        return None
    return request


@transaction.atomic
def confirm_by_staff(request: PrivacyRequest, *, checked: str, by: User) -> None:
    """Confirm a request whose sender staff have made sure of otherwise; `checked` says how."""
    request.move(State.CONFIRMED, by=by, note=CHECKED_BY[checked])
    request_mail.tell.enqueue(request.pk, "confirmed")


def lapse(now: datetime | None = None) -> int:
    """Close the requests that nobody confirmed in time, and return how many.

    Anybody can write anybody's address into the page, so what came by it goes at once.
    """
    late = PrivacyRequest.objects.unconfirmed().filter(confirm_by__lt=now or timezone.now())
    count = 0
    for request in late:
        try:
            gone: dict[str, Any] = {"email": "", "text": ""}
            request.move(State.LAPSED, **(gone if request.channel == Channel.WEB else {}))
            count += 1
        except IllegalTransition:
            continue  # confirmed at this moment
    return count


@transaction.atomic
def link(request: PrivacyRequest, *, earlier: PrivacyRequest, by: User) -> None:
    """File a request under an earlier one of the same person and kind; both must be confirmed."""
    is_same = (request.fingerprint, request.kind) == (earlier.fingerprint, earlier.kind)
    if not (is_same and request.is_open and earlier.confirmed_at and earlier.pk < request.pk):
        raise IllegalTransition(f"{request} cannot be linked to {earlier}")
    request.change(RequestEvent.Step.LINKED, by=by, note=earlier.reference, same_as=earlier)
