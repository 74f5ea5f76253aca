"""The steps of a confirmed request that staff and the person take, whatever it asks for."""

from typing import Any

from django.db import transaction

from contactatonce.accounts.models import User
from privacy.models import IllegalTransition, PrivacyRequest, RequestEvent

from . import request_mail
from .transitions import State

Kind = PrivacyRequest.Kind
Step = RequestEvent.Step
MOST_PROPOSALS = 20
Outcome = list[dict[str, Any]]


class NotProven(IllegalTransition):
    """The deletion is not proven: the sweep has not ended, or it found something unexplained."""


class TooLate(IllegalTransition):
    """The term is over, or was extended before; it is not extended."""


def begin(request: PrivacyRequest, *, by: User | None = None) -> None:
    """Take a confirmed request up; one that is in progress already stays as it is."""
    if request.state != State.IN_PROGRESS:
        request.move(State.IN_PROGRESS, by=by)


@transaction.atomic
def ask(request: PrivacyRequest, *, question: str, by: User) -> None:
    """Ask the person something; the term runs on meanwhile."""
    request.move(State.NEEDS_INFORMATION, by=by, question=question, answer="")
    request_mail.tell_question.enqueue(request.pk, request.events.count())


@transaction.atomic
def answer(request: PrivacyRequest, *, text: str) -> None:
    """Keep what the person answered, and go on."""
    request.move(State.IN_PROGRESS, note="answered", answer=text)


@transaction.atomic
def withdraw(request: PrivacyRequest) -> None:
    """End the request because the person wants that."""
    request.move(State.WITHDRAWN, note="by the person", proposals=[])
    request_mail.tell.enqueue(request.pk, "closed")


@transaction.atomic
def refuse(request: PrivacyRequest, *, reason: str, explanation: str, by: User) -> None:
    """Refuse for a coded reason; the letter says how to complain (P03)."""
    request.move(
        State.REFUSED,
        by=by,
        refusal=PrivacyRequest.Refusal(reason),
        explanation=explanation,
        proposals=[],
    )
    request_mail.tell.enqueue(request.pk, "closed")


@transaction.atomic
def fulfill(
    request: PrivacyRequest,
    *,
    by: User | None = None,
    is_partly: bool = False,
    outcome: Outcome | None = None,
    explanation: str = "",
    note: str = "",
) -> None:
    """Close the request as done, in full or in part, and order the letter that says so.

    Raises NotProven for a deletion whose sweep has not come out clean.
    """
    if request.kind == Kind.DELETION and not is_swept(request):
        raise NotProven(str(request))
    to = State.PARTLY if is_partly else State.FULFILLED
    columns = {"outcome": outcome or request.outcome, "explanation": explanation, "proposals": []}
    request.move(to, by=by, note=note, **columns)
    request_mail.tell.enqueue(request.pk, "closed")


def is_swept(request: PrivacyRequest) -> bool:
    """Whether the erasure of this request was carried out and its sweep found nothing unexplained.

    `finished_at` is set by the sweep alone; it is read anew, not from a row that was loaded before.
    """
    if request.erasure_id is None:
        return False
    known = PrivacyRequest.objects.filter(pk=request.pk, erasure__finished_at__isnull=False)
    return known.exists()


@transaction.atomic
def order_extension(request: PrivacyRequest, *, reason: str, text: str, by: User) -> None:
    """Order the notice of an extension. The term is longer only once that was handed to mail."""
    if request.extension or request.extended_to is not None or request.days_left() < 0:
        raise TooLate(str(request))
    request.change(
        Step.EXTENDING, by=by, extension=PrivacyRequest.Extension(reason), extension_text=text
    )
    request_mail.tell.enqueue(request.pk, "extension")


@transaction.atomic
def propose(request: PrivacyRequest, *, what: str, before: str, after: str) -> None:
    """Keep a correction that the person proposes, beside those that are there already."""
    if request.kind != Kind.CORRECTION:
        raise IllegalTransition(str(request))
    locked = PrivacyRequest.objects.select_for_update().get(pk=request.pk)  # one at a time
    if len(locked.proposals) >= MOST_PROPOSALS:
        raise IllegalTransition(str(request))
    proposal = {"what": what, "before": before, "after": after}
    locked.change(Step.PROPOSED, proposals=[*locked.proposals, proposal])
