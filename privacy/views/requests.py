"""Asking us something about one's data, and seeing what became of it (P30). No cookie, no script.

The addresses of the confirmation and status pages are secrets: they are sent on to nobody.
"""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import limits, public_forms
from contactatonce.lib.secret_pages import secret_page
from privacy.forms import AnswerForm, CodeForm, ProposalForm, RequestForm
from privacy.models import ConfirmationLink, IllegalTransition, PrivacyRequest
from privacy.rights import confirmations, exports, fulfillment, intake, requests
from privacy.rights.request_links import find_by_status, status_token
from privacy.rights.transitions import DONE, State

SCOPE = "privacy:request"
WAITING_ON_A_PAGE = 20
TRY_AGAIN = (
    "This page was open for a long time, or came from elsewhere. Please press the button again."
)
TOO_MANY = "Very many requests came from your network just now. Please try again in ten minutes."


@csrf_exempt  # a form token and the Origin header stand in for the cookie that nobody gets
@require_http_methods(["GET", "HEAD", "POST"])
def request_form(request: BrandRequest) -> HttpResponse:
    """Take a request. Whoever sends one is told the same, whether we know the address or not."""
    if request.method != "POST":
        return ask(request, RequestForm(initial={"kind": request.GET.get("kind", "")}))
    form = RequestForm(request.POST)
    if limits.seconds_to_wait(request, group="privacy-request", rate=settings.REQUEST_RATE):
        return ask(request, form, status=429, notice=TOO_MANY)
    token = own_token(request)
    if token is None:
        return ask(request, form, status=422, notice=TRY_AGAIN)
    if not form.is_valid():
        return ask(request, form, status=422)
    intake.submit(brand=request.brand, key=token.key, **form.cleaned_data)
    return see(reverse("privacy:request_sent"))


@require_safe
def request_sent(request: HttpRequest) -> HttpResponse:
    """What everybody is told after sending a request."""
    return render(request, "privacy/request_sent.html")


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def request_confirm(request: BrandRequest, token: str) -> HttpResponse:
    """Show what waits for the address that has this link; POST confirms what its owner names."""
    link = confirmations.find(token)
    if link is None:
        return gone(request)
    if request.method != "POST":
        return choose(request, link)
    wanted = request.POST.getlist("reference")
    confirmed = intake.confirm(link, wanted)
    if confirmed:
        return see(reverse("privacy:request_status", args=[status_token(confirmed[0])]))
    if confirmations.find(token) is None:
        return gone(request)
    return choose(request, link, status=422)


def choose(request: BrandRequest, link: ConfirmationLink, *, status: int = 200) -> HttpResponse:
    """Render the requests that wait for an address, for its owner to choose from."""
    pages = Paginator(link.covered(), WAITING_ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    if not pages.count:
        return gone(request)
    context = {"page": page, "only": page[0] if pages.count == 1 else None, "is_bad": status != 200}
    return render(request, "privacy/request_confirm.html", context, status=status)


@secret_page
@require_safe
def request_status(request: BrandRequest, token: str) -> HttpResponse:
    """Everything that happened to one request, for the person who sent it."""
    return show(request, find(token))


@secret_page
@require_POST
def request_withdraw(request: BrandRequest, token: str) -> HttpResponse:
    return act(request, token, lambda asked: requests.withdraw(asked))


@secret_page
@require_POST
def request_propose(request: BrandRequest, token: str) -> HttpResponse:
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return show(request, find(token), proposal=form, status=422)
    return act(request, token, lambda asked: requests.propose(asked, **form.cleaned_data))


@secret_page
@require_POST
def request_answer(request: BrandRequest, token: str) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, find(token), answer=form, status=422)
    return act(request, token, lambda asked: requests.answer(asked, **form.cleaned_data))


@secret_page
@require_POST
def request_export(request: BrandRequest, token: str) -> HttpResponse:
    """Hand the released copy over to whoever has the link and the code."""
    asked = find(token)
    form = CodeForm(request.POST)
    if asked.export is None:
        raise Http404
    if not form.is_valid():
        return show(request, asked, code=form, status=422)
    try:
        archive = exports.take(asked.export, code=form.cleaned_data["code"])
    except exports.WrongCode:
        form.add_error("code", "This is not the code. After three wrong tries the copy is locked.")
        return show(request, find(token), code=form, status=422)
    except exports.NotAvailable:
        return gone(request)
    response = HttpResponse(archive, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="copy-of-your-data.zip"'
    return response


def ask(
    request: BrandRequest, form: RequestForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    context = {"form": form, "notice": notice, "form_token": public_forms.placeholder(SCOPE)}
    return render(request, "privacy/request_form.html", context, status=status)


def show(
    request: BrandRequest,
    asked: PrivacyRequest,
    *,
    status: int = 200,
    proposal: forms.Form | None = None,
    answer: forms.Form | None = None,
    code: forms.Form | None = None,
) -> HttpResponse:
    """Render the status page, with one of its forms as it was sent if that was wrong."""
    context = {
        "asked": asked,
        "token": status_token(asked),
        "searched": fulfillment.searched(asked),
        "may_propose": asked.is_open and asked.kind == PrivacyRequest.Kind.CORRECTION,
        "has_question": asked.state == State.NEEDS_INFORMATION,
        "has_copy": bool(asked.export and asked.export.is_open),
        "has_lost_copy": fulfillment.may_release_again(asked),
        "told": asked.notices.exclude(state="waiting").select_related("recipient"),
        "proposal": proposal or ProposalForm(),
        "answer": answer or AnswerForm(),
        "code": code or CodeForm(),
        "done": DONE,
        "bad": next((form for form in (proposal, answer, code) if form), None),
        "events": asked.events.order_by("pk"),
    }
    return render(request, "privacy/request_status.html", context, status=status)


def act(request: BrandRequest, token: str, deed: Callable[[PrivacyRequest], None]) -> HttpResponse:
    """Do something to a request for its person; one that has moved on meanwhile shows where."""
    asked = find(token)
    if public_forms.is_foreign(request):
        return show(request, asked, status=403)
    try:
        deed(asked)
    except IllegalTransition:
        return show(request, find(token), status=409)
    return see(reverse("privacy:request_status", args=[token]))


def find(token: str) -> PrivacyRequest:
    asked = find_by_status(token)
    if asked is None:
        raise Http404
    return asked


def gone(request: BrandRequest) -> HttpResponse:
    """Say that a link was used, is too old or was never ours: all three in the same words."""
    return render(request, "privacy/request_gone.html", status=410)


def own_token(request: HttpRequest) -> public_forms.FormToken | None:
    """Return the token of our own page, opened within a day; None for anything else."""
    try:
        token = public_forms.read(request.POST.get("form_token", ""), SCOPE)
    except public_forms.BadToken:
        return None
    return None if public_forms.is_foreign(request) else token


def see(path: str) -> HttpResponseRedirect:
    """Answer 303 See Other (RFC 9110, section 15.4.4)."""
    return HttpResponseRedirect(path, status=303)
