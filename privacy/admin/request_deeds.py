"""The privacy officer's buttons: which form each needs, what it does, and what is said then."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.forms import Form

from privacy.erasure import erasure
from privacy.models import IllegalTransition, PrivacyRequest
from privacy.rights import fulfillment, intake, recipient_notices, requests
from privacy.rights.correction import Change, NotCorrectable, Outdated

from . import request_forms as forms
from .correction_form import CorrectionForm

MOVED_ON = "Nothing was done: the request stands elsewhere by now, or this step is not open."
OUTDATED = "Nothing was done: this request has changed since you opened the page. Look at it again."
CHANGED = "Something came or went since the preview. Nothing was erased; look at the new plan."


class Deed(NamedTuple):
    """What a button does to a request; returns what the officer is told."""

    act: Callable[[PrivacyRequest, Any, Any], str]
    form: type[Form] = Form


def confirm(asked, given, user):
    intake.confirm_by_staff(asked, by=user, **given)
    return "Confirmed. The person is told by when we answer."


def begin(asked, given, user):
    requests.begin(asked, by=user)
    return "It is in progress."


def ask(asked, given, user):
    requests.ask(asked, by=user, **given)
    return "The question stands on the person’s page, and a mail says so. The term runs on."


def extend(asked, given, user):
    requests.order_extension(asked, by=user, **given)
    return "The notice is on its way. The term is longer once it has left."


def refuse(asked, given, user):
    requests.begin(asked, by=user)
    requests.refuse(asked, by=user, **given)
    return "Refused. The letter says how to complain."


def fulfill(asked, given, user):
    if asked.kind in {PrivacyRequest.Kind.ACCESS, PrivacyRequest.Kind.DELETION}:
        raise IllegalTransition(str(asked))  # they have buttons of their own
    requests.begin(asked, by=user)
    requests.fulfill(asked, by=user, **given)
    return "Closed. The person is told."


def prepare(asked, given, user):
    fulfillment.prepare_export(asked, by=user)
    return f"The copy is prepared: {asked.export.records} records. Nobody can fetch it yet."


def release(asked, given, user):
    fulfillment.release_export(asked, by=user)
    return "Released. Link and code leave in two letters; the copy is open for 72 hours."


def release_again(asked, given, user):
    fulfillment.release_again(asked, by=user)
    return "A fresh copy was collected. Link and code leave in two letters, for 72 hours."


def execute(asked, given, user):
    fulfillment.execute(asked, by=user)
    return "Carried out. The person is told."


def lift(asked, given, user):
    fulfillment.order_lifting(asked, by=user)
    return "The person is told first. The restriction ends once that letter has left."


def told(asked, given, user):
    notice = recipient_notices.settle(asked, is_told=True, by=user, **given)
    return f"Noted: {notice.recipient.name} was told."


def cannot_tell(asked, given, user):
    notice = recipient_notices.settle(asked, is_told=False, by=user, **given)
    return f"Noted: {notice.recipient.name} cannot be told."


def erase(asked, given, user):
    fulfillment.execute_erasure(asked, by=user, **given)
    return "Erased, swept, nothing unexplained is left. The last letter leaves, then the address."


def sweep(asked, given, user):
    fulfillment.sweep_again(asked, by=user)
    return "The sweep came out clean. The last letter leaves, then the address."


def explain(asked, given, user):
    if asked.erasure_id is None:
        raise IllegalTransition(str(asked))
    erasure.explain(erasure_id=asked.erasure_id, by=user, **given)
    return "Noted. Sweep again when all places are explained."


def link(asked, given, user):
    intake.link(asked, earlier=given["reference"], by=user)
    return "Linked."


def approve(asked, given, user):
    left = fulfillment.approve_correction(asked, [Change(*each) for each in given], by=user)
    said = "Corrected everywhere."
    if asked.notices.waiting().exists():
        said += " Now tell those who received the old value; they are listed below."
    if left:
        said += f" The old value still stands in free text: {', '.join(hit.key for hit in left)}."
    return said


DEEDS = {
    "confirm": Deed(confirm, forms.CheckedForm),
    "begin": Deed(begin),
    "ask": Deed(ask, forms.QuestionForm),
    "extend": Deed(extend, forms.ExtensionForm),
    "refuse": Deed(refuse, forms.RefusalForm),
    "fulfill": Deed(fulfill, forms.DoneForm),
    "prepare": Deed(prepare),
    "release": Deed(release),
    "execute": Deed(execute),
    "release_again": Deed(release_again),
    "lift": Deed(lift),
    "told": Deed(told, forms.ToldForm),
    "cannot_tell": Deed(cannot_tell, forms.CannotTellForm),
    "erase": Deed(erase, forms.PlanForm),
    "sweep": Deed(sweep),
    "explain": Deed(explain, forms.FindingForm),
    "link": Deed(link, forms.LinkForm),
    "approve": Deed(approve, CorrectionForm),
}


def refusal(error: Exception) -> str:
    """Return what the officer is told when a deed was not done."""
    if isinstance(error, erasure.PlanChanged):
        return CHANGED
    if isinstance(error, erasure.NotClean):
        return f"The sweep found {len(error.hits)} places that nobody has explained. See below."
    if isinstance(error, requests.NotProven):
        return "The sweep has not come out clean, so the deletion is not proven."
    if isinstance(error, Outdated):
        return OUTDATED
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return MOVED_ON


REFUSALS = (
    IllegalTransition,
    NotCorrectable,
    Outdated,
    ValidationError,
    erasure.PlanChanged,
    erasure.NotClean,
)
