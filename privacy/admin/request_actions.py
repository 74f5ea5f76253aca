"""Buttons of the privacy officer: the service behind each, its message, and its form."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from contactatonce.accounts.models import User
from contactatonce.lib.admin import DraftForm
from contactatonce.lib.choices import key_of
from privacy.erasure import erasure, ledger
from privacy.models import IllegalTransition, PrivacyRequest, RecipientNotice
from privacy.rights import fulfillment, intake, requests
from privacy.rights.correction import Change, NotCorrectable, Outdated

from . import request_forms as forms
from .correction_form import CorrectionForm

MOVED_ON = "Nothing was done: the request has moved on, or this step is not possible."
OUTDATED = "Nothing was done: this request has changed since you opened the page. Look at it again."
CHANGED = "The data changed since the preview. Nothing was erased; look at the new plan."
REFUSALS = (
    IllegalTransition,
    NotCorrectable,
    Outdated,
    ValidationError,
    erasure.PlanChanged,
    erasure.NotClean,
    ledger.LedgerDamaged,
)


class Action(NamedTuple):
    """A button on a request: `act(request, by=user, **cleaned)`, and what the officer then reads.

    `{asked}` in the message is the request, `{done}` what `act` returned. The button of a row
    sends the key of the row, which `act` gets as `row`.
    """

    act: Callable[..., Any]
    message: str
    form: type[DraftForm] = DraftForm
    is_row: bool = False


def fulfill(asked: PrivacyRequest, *, by: User, explanation: str, is_partly: bool) -> None:
    if asked.kind in {PrivacyRequest.Kind.ACCESS, PrivacyRequest.Kind.DELETION}:
        raise IllegalTransition(str(asked))  # they have their own buttons
    requests.begin(asked, by=by)
    requests.fulfill(asked, by=by, explanation=explanation, is_partly=is_partly)


def refuse(asked: PrivacyRequest, *, by: User, reason: str, explanation: str) -> None:
    requests.begin(asked, by=by)
    requests.refuse(asked, by=by, reason=reason, explanation=explanation)


def explain(asked: PrivacyRequest, *, by: User, row: str, reason: str) -> None:
    if asked.erasure_id is None:
        raise IllegalTransition(str(asked))
    erasure.explain(erasure_id=asked.erasure_id, by=by, hit=row, reason=reason)


def settle(asked: PrivacyRequest, *, row: str, **given: Any) -> RecipientNotice:
    return fulfillment.settle_notice(asked, notice=key_of(row), **given)


def approve(asked: PrivacyRequest, *, by: User, changes: list[Change]) -> str:
    """Store the corrections; return what the officer still has to do."""
    left = fulfillment.approve_correction(asked, changes, by=by)
    said = ""
    if asked.notices.waiting().exists():
        said += " Now notify the recipients of the old value, listed below."
    if left:
        said += f" The old value is still in free text: {', '.join(hit.key for hit in left)}."
    return said


ACTIONS = {
    "confirm": Action(
        intake.confirm_by_staff, "Confirmed. A mail says by when we answer.", forms.CheckedForm
    ),
    "begin": Action(requests.begin, "The request is in progress."),
    "ask": Action(
        requests.ask,
        "The question is on the person’s page, and mailed. The deadline does not change.",
        forms.QuestionForm,
    ),
    "extend": Action(
        requests.order_extension,
        "The notice is on its way. The deadline moves once it has left.",
        forms.ExtensionForm,
    ),
    "refuse": Action(refuse, "Refused. The letter explains how to complain.", forms.RefusalForm),
    "fulfill": Action(fulfill, "Closed. The person gets a mail.", forms.DoneForm),
    "prepare": Action(
        fulfillment.prepare_export,
        "The copy is prepared: {asked.export.records} records. It cannot be downloaded yet.",
    ),
    "release": Action(
        fulfillment.release_export,
        "Released. Link and code are mailed separately; the copy is available for 72 hours.",
    ),
    "execute": Action(fulfillment.execute, "Carried out. The person gets a mail."),
    "release_again": Action(
        fulfillment.release_again,
        "A fresh copy was collected. Link and code are mailed separately, for 72 hours.",
    ),
    "lift": Action(
        fulfillment.order_lifting,
        "The person is notified first. The restriction ends once that letter has left.",
    ),
    "notified": Action(
        partial(settle, is_notified=True),
        "Noted: {done.recipient.name} was notified.",
        is_row=True,
    ),
    "cannot_notify": Action(
        partial(settle, is_notified=False),
        "Noted: {done.recipient.name} cannot be notified.",
        forms.CannotNotifyForm,
        is_row=True,
    ),
    "erase": Action(
        fulfillment.execute_erasure,
        "Erased and swept: nothing unexplained is left. The last letter is on its way.",
        forms.PlanForm,
    ),
    "sweep": Action(
        fulfillment.sweep_again,
        "The sweep is clean. After the last letter the address is removed.",
    ),
    "explain": Action(
        explain,
        "Noted. Sweep again when all places are explained.",
        forms.FindingForm,
        is_row=True,
    ),
    "link": Action(intake.link, "Linked.", forms.LinkForm),
    "approve": Action(approve, "Corrected everywhere.{done}", CorrectionForm),
}


def refusal(error: Exception) -> str:
    """Return the message for an action that was refused."""
    if isinstance(error, erasure.PlanChanged):
        return CHANGED
    if isinstance(error, erasure.NotClean):
        return f"The sweep found {len(error.hits)} unexplained places. See below."
    if isinstance(error, requests.NotProven):
        return "The sweep is not clean, so the deletion is not proven."
    if isinstance(error, Outdated):
        return OUTDATED
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, ledger.LedgerDamaged):
        return f"No one was erased. {error}"
    return MOVED_ON
