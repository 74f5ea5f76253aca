"""Receive requests, and confirm that they come from the owner of the e-mail address.

Nothing is looked up: neither an answer nor a delay reveals whether we know an address.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from privacy.fingerprints import is_about
from privacy.models import ConfirmationLink, IllegalTransition, PrivacyRequest, RequestEvent
from privacy.policy.documents import number_in_force

from . import confirmations, request_mail
from .transitions import State

Channel = PrivacyRequest.Channel
Step = RequestEvent.Step
CHECKED_BY = {
    "callback": "called back on a number that we knew",
    "letter": "letter to an address that we knew",
    "paper": "paper that proves who it is, seen and not kept",
}


def submit(*, key: uuid.UUID, **given: Any) -> None:
    """Store a visitor's request (brand, kind, email, text, place); idempotent per form."""
    try:
        _receive(Step.CAME, key=key, channel=Channel.WEB, **given)
    except IntegrityError:
        if not PrivacyRequest.objects.filter(key=key).exists():
            raise


def enter(*, by: User, channel: str, received_at: datetime, **given: Any) -> PrivacyRequest:
    """Store a request that came by mail, letter or phone; its clock starts at `received_at`."""
    return _receive(Step.ENTERED, by=by, channel=channel, received_at=received_at, **given)


@transaction.atomic
def submit_own(*, user: User, brand: Brand, kind: str) -> PrivacyRequest:
    """Store and confirm a signed-in user's request; return their open one if there is one."""
    mine = PrivacyRequest.objects.open().filter(is_about(user.email), kind=kind)
    if (earlier := mine.first()) is not None:
        return earlier
    request = PrivacyRequest.objects.create(
        kind=kind,
        brand=brand,
        channel=Channel.WEB,
        email=user.email,
        policy_version=number_in_force("privacy"),
    )
    request.record(Step.CAME)
    request.move(State.CONFIRMED, note="by a recent sign-in")
    request_mail.tell.enqueue(request.pk, "confirmed")
    return request


@transaction.atomic
def _receive(step: str, *, by: User | None = None, place: str = "", **given: Any) -> PrivacyRequest:
    """Store a request, and enqueue the mail that asks to confirm it."""
    request = PrivacyRequest.objects.create(
        place=place if given["kind"] == PrivacyRequest.Kind.REMOVAL else "",
        policy_version=number_in_force("privacy"),
        **given,
    )
    request.record(step, by=by)
    request_mail.ask_to_confirm.enqueue(request.pk)
    return request


@transaction.atomic
def confirm(link: ConfirmationLink, references: Iterable[str]) -> list[PrivacyRequest]:
    """Confirm the requests that the owner of the address claims, and mail each confirmation."""
    confirmed = confirmations.use(link, references)
    for request in confirmed:
        request_mail.tell.enqueue(request.pk, "confirmed")
    return confirmed


@transaction.atomic
def confirm_by_staff(request: PrivacyRequest, *, checked: str, by: User) -> None:
    """Confirm a request whose sender staff identified in another way; `checked` says how."""
    request.move(State.CONFIRMED, by=by, note=CHECKED_BY[checked])
    request_mail.tell.enqueue(request.pk, "confirmed")


def lapse(now: datetime | None = None) -> int:
    """Close the requests that were not confirmed in time, and return their number.

    Anyone can type any address into the form, so data from the form is deleted at once.
    """
    late = PrivacyRequest.objects.unconfirmed().filter(confirm_by__lt=now or timezone.now())
    count = 0
    for request in late:
        try:
            gone: dict[str, Any] = {"email": "", "text": ""}
            request.move(State.LAPSED, **(gone if request.channel == Channel.WEB else {}))
            count += 1
        except IllegalTransition:
            continue  # confirmed in the meantime
    confirmations.forget_expired()
    return count


@transaction.atomic
def link(request: PrivacyRequest, *, earlier: PrivacyRequest, by: User) -> None:
    """File a request under an earlier one of the same person and kind; both must be confirmed."""
    is_same = (request.fingerprint, request.kind) == (earlier.fingerprint, earlier.kind)
    if not (is_same and request.is_open and earlier.confirmed_at and earlier.pk < request.pk):
        raise IllegalTransition(f"{request} cannot be linked to {earlier}")
    request.change(Step.LINKED, by=by, note=earlier.reference, same_as=earlier)
