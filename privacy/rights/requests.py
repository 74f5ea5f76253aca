"""Steps of a confirmed request by staff and by the person, whatever its kind."""

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
    """The deletion is not proven: the sweep has not ended, or found something unexplained."""


def begin(request: PrivacyRequest, *, by: User | None = None) -> None:
    """Start working on a confirmed request; do nothing if it is in progress."""
    if request.state != State.IN_PROGRESS:
        request.move(State.IN_PROGRESS, by=by)


@transaction.atomic
def ask(request: PrivacyRequest, *, question: str, by: User) -> None:
    """Ask the person a question; the deadline does not change."""
    request.move(State.NEEDS_INFORMATION, by=by, question=question, answer="")
    request_mail.tell_question.enqueue(request.pk, request.events.count())


@transaction.atomic
def answer(request: PrivacyRequest, *, text: str) -> None:
    request.move(State.IN_PROGRESS, note="answered", answer=text)


@transaction.atomic
def withdraw(request: PrivacyRequest) -> None:
    """Withdraw the request, as its person asked."""
    request.move(State.WITHDRAWN, note="by the person", proposals=[])
    request_mail.tell.enqueue(request.pk, "closed")


@transaction.atomic
def refuse(request: PrivacyRequest, *, reason: str, explanation: str, by: User) -> None:
    """Refuse for a coded reason; the letter explains how to complain (P03)."""
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
    """Close the request as done, in full or in part, and enqueue its letter.

    Raise NotProven for a deletion whose sweep was not clean.
    """
    if request.kind == Kind.DELETION and not is_swept(request):
        raise NotProven(str(request))
    to = State.PARTLY if is_partly else State.FULFILLED
    columns = {"outcome": outcome or request.outcome, "explanation": explanation, "proposals": []}
    request.move(to, by=by, note=note, **columns)
    request_mail.tell.enqueue(request.pk, "closed")


def is_swept(request: PrivacyRequest) -> bool:
    """Return whether this request's erasure was carried out and its sweep explained everything.

    Only the sweep sets `finished_at`; it is read from the database again.
    """
    if request.erasure_id is None:
        return False
    known = PrivacyRequest.objects.filter(pk=request.pk, erasure__finished_at__isnull=False)
    return known.exists()


@transaction.atomic
def order_extension(request: PrivacyRequest, *, reason: str, text: str, by: User) -> None:
    """Enqueue the notice of an extension. The deadline moves once that was handed to mail."""
    if request.extension or request.extended_to is not None or request.days_left() < 0:
        raise IllegalTransition(f"{request} is too late, or was extended")
    request.change(
        Step.EXTENDING, by=by, extension=PrivacyRequest.Extension(reason), extension_text=text
    )
    request_mail.tell.enqueue(request.pk, "extension")


@transaction.atomic
def propose(request: PrivacyRequest, *, what: str, before: str, after: str) -> None:
    """Store a correction that the person proposes, beside earlier ones; the same one only once."""
    if request.kind != Kind.CORRECTION:
        raise IllegalTransition(str(request))
    locked = PrivacyRequest.objects.select_for_update().get(pk=request.pk)  # one at a time
    proposal = {"what": what, "before": before, "after": after}
    if proposal in locked.proposals:  # a double click
        return
    if len(locked.proposals) >= MOST_PROPOSALS:
        raise IllegalTransition(str(request))
    locked.change(Step.PROPOSED, proposals=[*locked.proposals, proposal])
