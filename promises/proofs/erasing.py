"""A made-up person uses each right, from the form to the erasure, and is then searched for (P30,
P07).
"""

from collections.abc import Iterable, Iterator

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from contactatonce.accounts.models import User
from contactatonce.brands.directory import directory
from contactatonce.lib import form_tokens
from privacy.erasure import rehearsal
from privacy.erasure.identifiers import subject_of
from privacy.forms import RequestForm
from privacy.models import PrivacyRequest
from privacy.rights import confirmations, letters
from privacy.rights.transitions import State
from promises.registry import Found, Kind, promise
from search.crawler import Answer, ask

from .canary import Canary, traces
from .rights import plant
from .sharing import made_up_person

OCCASIONS = ("confirmed", "question", "extension", "lifting", "closed")


@promise("P30", kind=Kind.FLOW)
def who_is_erased_is_found_nowhere() -> Found:
    """A made-up person asks for deletion, confirms it, is erased, and is then found nowhere."""
    since = rehearsal.before()
    person = made_up_person()
    plant(person)
    asked = send(person, "deletion")
    request = PrivacyRequest.objects.filter(email=person).first()
    if asked.status != 303 or request is None:
        yield f"A request for deletion was not taken; the form answered {asked.status}."
        return
    confirm(request)
    request.refresh_from_db()
    if request.state != State.CONFIRMED:
        yield "The mailed link does not confirm a request."
    yield from not_erased(person, since)


def not_erased(person: str, since: rehearsal.Before) -> Found:
    """Erase `person`, planted after `since`, and yield what the ledger or a sweep reports."""
    unprinted, left = rehearsal.erase(subject_of(person), since)
    for label in unprinted:
        yield f"Erased rows of {label} could not be recognized after a restore."
    for hit in left:
        yield f"After an erasure {hit.source}.{hit.column} still names the person."


@promise("P07", kind=Kind.FLOW)
def a_request_leaves_no_trace_of_the_address() -> Found:
    """A marked IP address sends privacy requests, and is then in no row, no log and no mail."""
    canary = Canary()
    yield from traces(canary, lambda: use_rights(canary))


def use_rights(canary: Canary) -> Iterator[EmailMultiAlternatives]:
    """Use each page of the privacy center from a marked IP address; yield its letters."""
    person, origin = made_up_person(), directory.get().brands[0].origin
    send(person, "complaint", canary)
    send("nobody", "complaint", canary)
    ask(f"{origin}/privacy/requests/confirm/C1a{'x' * 32}/", extra=canary.environ)
    ask(f"{origin}/privacy/opt-out/", {"email": person, "scope": "news"}, canary.environ)
    request = PrivacyRequest.objects.select_related("brand").filter(email=person).first()
    if request is not None:
        confirm(request, canary)
        request.refresh_from_db()
        yield from letters_of(request)


def letters_of(request: PrivacyRequest) -> Iterable[EmailMultiAlternatives]:
    """Return every letter that a privacy request can cause."""
    return [
        letters.confirmation(request, confirmations.issue(request)),
        *(letters.news(request, occasion) for occasion in OCCASIONS),
        letters.export_ready(request),
        letters.export_code(request, "00000000"),
        letters.alarm(request, 5, User(email="officer@promise.example.com", pk=0)),
    ]


def send(person: str, kind: str, canary: Canary | None = None) -> Answer:
    """Send the public form for requests as `person`."""
    fields = {
        "kind": kind,
        "email": person,
        "text": "A check of the promise ledger.",
        "form_token": form_tokens.mint(RequestForm.form_scope),
    }
    origin = directory.get().brands[0].origin
    extra = canary.environ if canary else None
    return ask(f"{origin}{reverse('privacy:request_form')}", fields, extra)


def confirm(request: PrivacyRequest, canary: Canary | None = None) -> None:
    """Open the link from the mail, and press its button."""
    path = reverse("privacy:request_confirm", args=[confirmations.issue(request)])
    url, extra = f"{request.brand.origin}{path}", canary.environ if canary else None
    ask(url, extra=extra)
    ask(url, {"reference": request.reference}, extra)
