"""The privacy officer's buttons: which form each needs, what it does, and what is said then."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.forms import Form

from privacy.models import IllegalTransition, PrivacyRequest
from privacy.services import erasure, fulfilment, intake, requests, restrictions
from privacy.services.correction import Change, NotCorrectable

from . import request_forms as forms

MOVED_ON = "Nothing was done: the request stands elsewhere by now, or this step is not open."
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


def fulfil(asked, given, user):
    if asked.kind in {PrivacyRequest.Kind.ACCESS, PrivacyRequest.Kind.DELETION}:
        raise IllegalTransition(str(asked))  # they have buttons of their own
    requests.begin(asked, by=user)
    requests.fulfil(asked, by=user, **given)
    return "Closed. The person is told."


def prepare(asked, given, user):
    fulfilment.prepare_export(asked, by=user)
    return f"The copy is prepared: {asked.export.records} records. Nobody can fetch it yet."


def release(asked, given, user):
    fulfilment.release_export(asked, by=user)
    return "Released. Link and code leave in two letters; the copy is open for 72 hours."


def execute(asked, given, user):
    fulfilment.execute(asked, by=user)
    return "Carried out. The person is told."


def lift(asked, given, user):
    restrictions.lift(asked.email)
    return "The restriction is lifted."


def erase(asked, given, user):
    fulfilment.execute_erasure(asked, by=user, **given)
    return "Erased, swept, nothing unexplained is left. The last letter leaves, then the address."


def sweep(asked, given, user):
    fulfilment.sweep_again(asked, by=user)
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
    left = fulfilment.approve_correction(asked, [Change(*each) for each in given], by=user)
    told = [recipient.name for recipient in fulfilment.to_be_told(asked)]
    said = "Corrected everywhere."
    if told:
        said += f" Tell those who received the old value: {', '.join(told)}."
    if left:
        said += f" The old value still stands in free text: {', '.join(hit.key for hit in left)}."
    return said


DEEDS = {
    "confirm": Deed(confirm, forms.CheckedForm),
    "begin": Deed(begin),
    "ask": Deed(ask, forms.QuestionForm),
    "extend": Deed(extend, forms.ExtensionForm),
    "refuse": Deed(refuse, forms.RefusalForm),
    "fulfil": Deed(fulfil, forms.DoneForm),
    "prepare": Deed(prepare),
    "release": Deed(release),
    "execute": Deed(execute),
    "lift": Deed(lift),
    "erase": Deed(erase, forms.PlanForm),
    "sweep": Deed(sweep),
    "explain": Deed(explain, forms.FindingForm),
    "link": Deed(link, forms.LinkForm),
    "approve": Deed(approve, forms.CorrectionForm),
}


def refusal(error: Exception) -> str:
    """Return what the officer is told when a deed was not done."""
    if isinstance(error, erasure.PlanChanged):
        return CHANGED
    if isinstance(error, erasure.NotClean):
        return f"The sweep found {len(error.hits)} places that nobody has explained. See below."
    if isinstance(error, requests.NotProven):
        return "The sweep has not come out clean, so the deletion is not proven."
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return MOVED_ON


REFUSALS = (
    IllegalTransition,
    NotCorrectable,
    ValidationError,
    erasure.PlanChanged,
    erasure.NotClean,
)
