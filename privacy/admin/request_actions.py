"""Buttons of the privacy officer: the form of each, its action, and its message."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.forms import Form

from contactatonce.accounts.models import User
from privacy.erasure import erasure, ledger
from privacy.models import IllegalTransition, PrivacyRequest
from privacy.rights import fulfillment, intake, recipient_notices, requests
from privacy.rights.correction import Change, NotCorrectable, Outdated

from . import request_forms as forms
from .correction_form import CorrectionForm

MOVED_ON = "Nothing was done: the request has moved on, or this step is not possible."
OUTDATED = "Nothing was done: this request has changed since you opened the page. Look at it again."
CHANGED = "The data changed since the preview. Nothing was erased; look at the new plan."


class Action(NamedTuple):
    """The action of a button on a request; returns the message for the officer."""

    act: Callable[[PrivacyRequest, Any, Any], str]
    form: type[Form] = Form


def confirm(asked: PrivacyRequest, given: Any, user: User) -> str:
    intake.confirm_by_staff(asked, by=user, **given)
    return "Confirmed. A mail says by when we answer."


def begin(asked: PrivacyRequest, given: Any, user: User) -> str:
    requests.begin(asked, by=user)
    return "The request is in progress."


def ask(asked: PrivacyRequest, given: Any, user: User) -> str:
    requests.ask(asked, by=user, **given)
    return "The question is on the person’s page, and mailed. The deadline does not change."


def extend(asked: PrivacyRequest, given: Any, user: User) -> str:
    requests.order_extension(asked, by=user, **given)
    return "The notice is on its way. The deadline moves once it has left."


def refuse(asked: PrivacyRequest, given: Any, user: User) -> str:
    requests.begin(asked, by=user)
    requests.refuse(asked, by=user, **given)
    return "Refused. The letter explains how to complain."


def fulfill(asked: PrivacyRequest, given: Any, user: User) -> str:
    if asked.kind in {PrivacyRequest.Kind.ACCESS, PrivacyRequest.Kind.DELETION}:
        raise IllegalTransition(str(asked))  # they have their own buttons
    requests.begin(asked, by=user)
    requests.fulfill(asked, by=user, **given)
    return "Closed. The person gets a mail."


def prepare(asked: Any, given: Any, user: User) -> str:
    fulfillment.prepare_export(asked, by=user)
    return f"The copy is prepared: {asked.export.records} records. It cannot be downloaded yet."


def release(asked: PrivacyRequest, given: Any, user: User) -> str:
    fulfillment.release_export(asked, by=user)
    return "Released. Link and code are mailed separately; the copy is available for 72 hours."


def release_again(asked: PrivacyRequest, given: Any, user: User) -> str:
    fulfillment.release_again(asked, by=user)
    return "A fresh copy was collected. Link and code are mailed separately, for 72 hours."


def execute(asked: PrivacyRequest, given: Any, user: User) -> str:
    fulfillment.execute(asked, by=user)
    return "Carried out. The person gets a mail."


def lift(asked: PrivacyRequest, given: Any, user: User) -> str:
    fulfillment.order_lifting(asked, by=user)
    return "The person is notified first. The restriction ends once that letter has left."


def told(asked: PrivacyRequest, given: Any, user: User) -> str:
    notice = recipient_notices.settle(asked, is_told=True, by=user, **given)
    return f"Noted: {notice.recipient.name} was notified."


def cannot_tell(asked: PrivacyRequest, given: Any, user: User) -> str:
    notice = recipient_notices.settle(asked, is_told=False, by=user, **given)
    return f"Noted: {notice.recipient.name} cannot be notified."


def erase(asked: PrivacyRequest, given: Any, user: User) -> str:
    fulfillment.execute_erasure(asked, by=user, **given)
    return "Erased and swept: nothing unexplained is left. The last letter is on its way."


def sweep(asked: PrivacyRequest, given: Any, user: User) -> str:
    fulfillment.sweep_again(asked, by=user)
    return "The sweep is clean. After the last letter the address is removed."


def explain(asked: PrivacyRequest, given: Any, user: User) -> str:
    if asked.erasure_id is None:
        raise IllegalTransition(str(asked))
    erasure.explain(erasure_id=asked.erasure_id, by=user, **given)
    return "Noted. Sweep again when all places are explained."


def link(asked: PrivacyRequest, given: Any, user: User) -> str:
    intake.link(asked, earlier=given["reference"], by=user)
    return "Linked."


def approve(asked: PrivacyRequest, given: Any, user: User) -> str:
    left = fulfillment.approve_correction(asked, [Change(*each) for each in given], by=user)
    said = "Corrected everywhere."
    if asked.notices.waiting().exists():
        said += " Now notify the recipients of the old value, listed below."
    if left:
        said += f" The old value is still in free text: {', '.join(hit.key for hit in left)}."
    return said


ACTIONS = {
    "confirm": Action(confirm, forms.CheckedForm),
    "begin": Action(begin),
    "ask": Action(ask, forms.QuestionForm),
    "extend": Action(extend, forms.ExtensionForm),
    "refuse": Action(refuse, forms.RefusalForm),
    "fulfill": Action(fulfill, forms.DoneForm),
    "prepare": Action(prepare),
    "release": Action(release),
    "execute": Action(execute),
    "release_again": Action(release_again),
    "lift": Action(lift),
    "told": Action(told, forms.ToldForm),
    "cannot_tell": Action(cannot_tell, forms.CannotTellForm),
    "erase": Action(erase, forms.PlanForm),
    "sweep": Action(sweep),
    "explain": Action(explain, forms.FindingForm),
    "link": Action(link, forms.LinkForm),
    "approve": Action(approve, CorrectionForm),
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


REFUSALS = (
    IllegalTransition,
    NotCorrectable,
    Outdated,
    ValidationError,
    erasure.PlanChanged,
    erasure.NotClean,
    ledger.LedgerDamaged,
)
