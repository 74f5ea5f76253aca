"""Send the letters about requests. Jobs carry ids; secrets are created when a letter is sent."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.letters import send_once
from contactatonce.jobs.registry import Queue, job
from privacy.models import Erasure, PrivacyRequest, RequestEvent
from privacy.models.confirmations import TRY_AGAIN_AFTER
from privacy.outreach import restrictions

from . import clock, confirmations, exports, letters
from .transitions import State

TRIED_FOR = timedelta(days=1)
Step = RequestEvent.Step


@job(queue=Queue.MAIL)
def ask_to_confirm(privacy_request_id: int) -> None:
    """Mail the link that confirms what waits for an address, within `confirmations.MAILS`.

    One mail serves all waiting requests. A request without room for a mail waits silently; after a
    day no mail is sent for it.
    """
    request = find(privacy_request_id)
    if request is None or request.state != State.RECEIVED or not request.email or request.asked_at:
        return
    if not confirmations.MAILS.take(request.email, request.pk):
        if timezone.now() - request.created_at < TRIED_FOR:
            later = ask_to_confirm.using(run_after=timezone.now() + TRY_AGAIN_AFTER)
            later.enqueue(privacy_request_id)
        return
    send_once(
        f"request-confirm:{request.pk}",
        lambda: letters.confirmation(request, confirmations.issue(request)),
    )
    confirmations.MAILS.restart(request.email, request.pk)
    confirmations.note_asked(request)


@job(queue=Queue.MAIL)
def tell(privacy_request_id: int, occasion: str) -> None:
    """Send the letter of a step, once; then do what had to wait for it."""
    request = find(privacy_request_id)
    if request is None or not request.email:
        return
    send_once(f"request-{occasion}:{request.pk}", lambda: letters.news(request, occasion))
    if occasion == "extension":
        extend(request)
    if occasion == "lifting":
        lift(request)
    if occasion == "closed":
        forget_address(request)


@job(queue=Queue.MAIL)
def tell_question(privacy_request_id: int, number: int) -> None:
    """Mail that question `number` waits on the status page."""
    request = find(privacy_request_id)
    if request is None or request.state != State.NEEDS_INFORMATION:
        return
    send_once(f"request-question:{request.pk}:{number}", lambda: letters.news(request, "question"))


def extend(request: PrivacyRequest) -> None:
    """Extend the deadline once its notice was handed to mail; do nothing if that was too late."""
    if request.extended_to is not None or not request.is_open:
        return
    if request.days_left() < 0:
        request.record(Step.TOO_LATE)
        return
    request.change(
        Step.EXTENDED, extended_to=clock.add_months(request.due_on, clock.EXTENSION_MONTHS)
    )


def lift(request: PrivacyRequest) -> None:
    """Lift the restriction once the person was notified (GDPR, article 18(3))."""
    with transaction.atomic():
        if restrictions.lift(request.email):
            request.follow_up(Step.LIFTED)


def forget_address(request: PrivacyRequest) -> None:
    """Remove address and text of a person who was erased, once the last letter has left."""
    is_erased = Erasure.objects.filter(
        fingerprint=request.fingerprint, erased_at__gte=request.received_at
    )
    if not is_erased.exists():
        return
    PrivacyRequest.objects.filter(pk=request.pk).exclude(email="").update(
        email="", text="", answer="", question="", explanation="", extension_text="", proposals=[]
    )
    request.record(Step.FORGOTTEN)


@job(queue=Queue.MAIL)
def hand_over_export(privacy_request_id: int) -> None:
    """Open the export and mail its code and, separately, its link."""
    request = find(privacy_request_id)
    if request is None or request.export is None or not request.email:
        return
    export = request.export
    send_once(f"request-export:{export.pk}", lambda: letters.export_ready(request))
    send_once(
        f"request-code:{export.pk}",
        lambda: letters.export_code(request, exports.release(export)),
    )


@job(queue=Queue.MAIL)
def warn(privacy_request_id: int, days: int, user_id: int) -> None:
    """Remind one privacy officer, once per threshold."""
    request = find(privacy_request_id)
    officer = User.objects.filter(pk=user_id, is_active=True, is_staff=True).first()
    if request is None or officer is None or not request.is_open:
        return
    send_once(
        f"request-alarm:{request.pk}:{days}:{user_id}",
        lambda: letters.alarm(request, days, officer),
    )


def find(pk: int) -> PrivacyRequest | None:
    """Return the request with the data of its letters; None if it was deleted."""
    return PrivacyRequest.objects.with_details().filter(pk=pk).first()
