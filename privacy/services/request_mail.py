"""Sending the letters about requests. Jobs carry ids; secrets are made when a letter leaves."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.jobs.registry import job
from contactatonce.jobs.services import once
from privacy import clock, letters
from privacy.models import Erasure, PrivacyRequest, RequestEvent
from privacy.request_links import digest, new_secret
from privacy.transitions import State

from . import exports

MOST_AN_HOUR = 2  # confirmation mails to one address
HOUR = 3600  # seconds
TRY_AGAIN_AFTER = timedelta(minutes=15)
TRIED_FOR = timedelta(days=1)
Step = RequestEvent.Step


@job()
def ask_to_confirm(privacy_request_id: int) -> None:
    """Mail the link that confirms a request: once, and at most two an hour to one address.

    What is over the limit waits without anybody noticing; after a day it is not sent any more.
    """
    request = find(privacy_request_id)
    if request is None or request.state != State.RECEIVED or not request.email:
        return
    slot = take_slot(request)
    if slot is None:
        if timezone.now() - request.created_at < TRIED_FOR:
            later = ask_to_confirm.using(run_after=timezone.now() + TRY_AGAIN_AFTER)
            later.enqueue(privacy_request_id)
        return
    with once(f"request-confirm:{request.pk}") as is_due:
        if is_due:
            secret = new_secret()
            PrivacyRequest.objects.filter(pk=request.pk, state=State.RECEIVED).update(
                confirm_digest=digest(secret),
                confirm_by=timezone.now() + clock.CONFIRM_WITHIN,
            )
            letters.confirmation(request, secret).send()
            cache.set(slot, request.pk, HOUR)  # the hour counts from when the mail left
            request.record(Step.ASKED)


def take_slot(request: PrivacyRequest) -> str | None:
    """Return one of the address's two mails of this hour, or None; the counter holds no address."""
    for number in range(MOST_AN_HOUR):
        slot = f"request-mail:{request.fingerprint}:{number}"
        if cache.get(slot) == request.pk:  # an attempt before this one took it
            return slot
    for number in range(MOST_AN_HOUR):
        slot = f"request-mail:{request.fingerprint}:{number}"
        if cache.add(slot, request.pk, HOUR):
            return slot
    return None


@job()
def tell(privacy_request_id: int, occasion: str) -> None:
    """Send the letter of a step, once; then do what had to wait until it had left."""
    request = find(privacy_request_id)
    if request is None or not request.email:
        return
    with once(f"request-{occasion}:{request.pk}") as is_due:
        if is_due:
            letters.news(request, occasion).send()
    if occasion == "extension":
        extend(request)
    if occasion == "closed":
        forget_address(request)


@job()
def tell_question(privacy_request_id: int, number: int) -> None:
    """Tell that a question waits on the status page; `number` says which question it is."""
    request = find(privacy_request_id)
    if request is None or request.state != State.NEEDS_INFORMATION:
        return
    with once(f"request-question:{request.pk}:{number}") as is_due:
        if is_due:
            letters.news(request, "question").send()


def extend(request: PrivacyRequest) -> None:
    """Extend the term, now that the notice of it was handed to mail; too late, it stays."""
    if request.extended_to is not None or not request.is_open:
        return
    if request.days_left() < 0:
        request.record(Step.TOO_LATE)
        return
    request.change(Step.EXTENDED, extended_to=clock.extended(request.due_on))


def forget_address(request: PrivacyRequest) -> None:
    """Remove address and words of somebody who was erased, now that the last letter has left."""
    is_erased = Erasure.objects.filter(
        fingerprint=request.fingerprint, erased_at__gte=request.received_at
    )
    if not is_erased.exists():
        return
    PrivacyRequest.objects.filter(pk=request.pk).exclude(email="").update(
        email="", text="", answer="", question="", explanation="", extension_text="", proposals=[]
    )
    request.record(Step.FORGOTTEN)


@job()
def hand_over_export(privacy_request_id: int) -> None:
    """Open the export and mail its code, and in another letter the way to it."""
    request = find(privacy_request_id)
    if request is None or request.export is None or not request.email:
        return
    with once(f"request-export:{request.export_id}") as is_due:
        if is_due:
            letters.export_ready(request).send()
    with once(f"request-code:{request.export_id}") as is_due:
        if is_due:
            handover = exports.release(request.export)
            letters.export_code(request, handover.code).send()


@job()
def warn(privacy_request_id: int, days: int, user_id: int) -> None:
    """Remind one privacy officer, once for each threshold."""
    request = find(privacy_request_id)
    officer = User.objects.filter(pk=user_id, is_active=True, is_staff=True).first()
    if request is None or officer is None or not request.is_open:
        return
    with once(f"request-alarm:{request.pk}:{days}:{user_id}") as is_due:
        if is_due:
            letters.alarm(request, days, officer).send()


def find(pk: int) -> PrivacyRequest | None:
    """Return the request with what its letters say; None once it is gone."""
    wanted = PrivacyRequest.objects.select_related("brand__calendar", "export", "erasure")
    return wanted.filter(pk=pk).first()
