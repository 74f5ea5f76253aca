"""Privacy requests: the form, the confirmation, and the status page (P30). No cookie, no script.

The URLs of the confirmation and status pages are secrets.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.public_forms import (
    ButtonForm,
    PublicForm,
    Refused,
    receive,
    see_other,
    typed_in,
)
from contactatonce.lib.secret_pages import secret_page
from privacy.forms import AnswerForm, CodeForm, ProposalForm, RequestForm
from privacy.models import ConfirmationLink, IllegalTransition, PrivacyRequest
from privacy.rights import confirmations, exports, fulfillment, intake, requests
from privacy.rights.request_links import find_by_status, status_token
from privacy.rights.transitions import DONE, State

WAITING_ON_A_PAGE = 20
MOVED_ON = "This request has changed in the meantime, so nothing was stored. This is its state now."
WRONG_CODE = "This is not the code. After three wrong tries the copy is locked."
STEPS: dict[str, tuple[type[PublicForm], Callable[..., None]]] = {
    "withdraw": (ButtonForm, requests.withdraw),
    "propose": (ProposalForm, requests.propose),
    "answer": (AnswerForm, requests.answer),
}
F = TypeVar("F", bound=PublicForm)


@csrf_exempt  # see lib/public_forms.py
@require_http_methods(["GET", "HEAD", "POST"])
def request_form(request: BrandRequest) -> HttpResponse:
    """Receive a request. The response is the same whether we know the e-mail address or not."""
    if request.method != "POST":
        return ask(request, RequestForm(initial={"kind": request.GET.get("kind", "")}))
    return receive(
        request,
        RequestForm,
        make=RequestForm,
        show=partial(ask, request),
        act=partial(submit, request),
    )


def ask(request: BrandRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    return render(request, "privacy/request_form.html", {"form": form}, status=status)


def submit(request: BrandRequest, form: RequestForm) -> HttpResponse:
    intake.submit(brand=request.brand, key=form.sent_with.key, **form.cleaned_data)
    return see_other(reverse("privacy:request_sent"))


@require_safe
def request_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/request_sent.html")


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def request_confirm(request: BrandRequest, token: str) -> HttpResponse:
    """Show the requests that wait for the owner of this link; POST confirms the chosen ones."""

    def show(form: ButtonForm, status: int = 200) -> HttpResponse:
        link = confirmations.find(token)
        return gone(request) if link is None else choose(request, link, form.notice, status)

    def act(form: ButtonForm) -> HttpResponse:
        link = confirmations.find(token)
        confirmed = link and intake.confirm(link, request.POST.getlist("reference"))
        if not confirmed:
            raise Refused(422, "Tick at least one of them.")
        return see_other(reverse("privacy:request_status", args=[status_token(confirmed[0])]))

    if request.method != "POST":
        return show(ButtonForm())
    return receive(request, ButtonForm, make=ButtonForm, show=show, act=act)


def choose(request: BrandRequest, link: ConfirmationLink, notice: str, status: int) -> HttpResponse:
    """Render the requests that wait for an e-mail address, for its owner to choose from."""
    pages = Paginator(link.covered(), WAITING_ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    if not pages.count:
        return gone(request)
    context = {"page": page, "only": page[0] if pages.count == 1 else None, "notice": notice}
    return render(request, "privacy/request_confirm.html", context, status=status)


@secret_page
@require_safe
def request_status(request: BrandRequest, token: str) -> HttpResponse:
    return show_request(request, find(token))


@secret_page
@require_POST
def request_step(request: BrandRequest, token: str, step: str) -> HttpResponse:
    """Take a step of the request's sender; answer 409 after a concurrent change."""
    kind, take = STEPS[step]

    def act(form: PublicForm) -> HttpResponse:
        try:
            take(find(token), **form.cleaned_data)
        except IllegalTransition as error:
            raise Refused(409, MOVED_ON) from error
        return see_other(reverse("privacy:request_status", args=[token]))

    return receive_for(request, token, kind, act)


def receive_for(
    request: BrandRequest, token: str, kind: type[F], act: Callable[[F], HttpResponse]
) -> HttpResponse:
    """Handle a form of the status page."""

    def show(form: F, status: int) -> HttpResponse:
        return show_request(request, find(token), form, status)

    return receive(request, kind, make=kind, show=show, act=act)


@secret_page
@require_POST
def request_export(request: BrandRequest, token: str) -> HttpResponse:
    """Serve the released export to anyone with the link and the code."""

    def act(form: CodeForm) -> HttpResponse:
        export = find(token).export
        if export is None:
            raise Http404
        try:
            archive = exports.take(export, code=form.cleaned_data["code"])
        except exports.WrongCode:
            form.add_error("code", WRONG_CODE)
            return show_request(request, find(token), form, 422)
        except exports.NotAvailable:
            return gone(request)
        response = HttpResponse(archive, content_type="application/zip")
        response.headers["Content-Disposition"] = 'attachment; filename="copy-of-your-data.zip"'
        return response

    return receive_for(request, token, CodeForm, act)


def show_request(
    request: BrandRequest, asked: PrivacyRequest, form: PublicForm | None = None, status: int = 200
) -> HttpResponse:
    """Render the status page; `form` is the rejected form, if any."""
    may_propose = asked.is_open and asked.kind == PrivacyRequest.Kind.CORRECTION
    has_question = asked.state == State.NEEDS_INFORMATION
    context = {
        "asked": asked,
        "token": status_token(asked),
        "searched": fulfillment.searched(asked),
        "may_propose": may_propose,
        "has_question": has_question,
        "has_copy": bool(asked.export and asked.export.is_open),
        "has_lost_copy": fulfillment.may_release_again(asked),
        "notified": asked.notices.exclude(state="waiting").select_related("recipient"),
        "proposal": form if isinstance(form, ProposalForm) else ProposalForm(),
        "answer": form if isinstance(form, AnswerForm) else AnswerForm(),
        "code": form if isinstance(form, CodeForm) else CodeForm(),
        "done": DONE,
        "refused": form,
        "typed": unsent(form, {ProposalForm: may_propose, AnswerForm: has_question}),
        "events": asked.events.order_by("pk"),
    }
    return render(request, "privacy/request_status.html", context, status=status)


def unsent(
    form: PublicForm | None, is_shown: dict[type[PublicForm], bool]
) -> list[tuple[str, str]]:
    """Return what was typed in a rejected form that is no longer on the page."""
    if form is None or is_shown.get(type(form), True):
        return []
    return typed_in(type(form), form.data)


def find(token: str) -> PrivacyRequest:
    asked = find_by_status(token)
    if asked is None:
        raise Http404
    return asked


def gone(request: BrandRequest) -> HttpResponse:
    """Render the same page for used, expired and unknown links."""
    return render(request, "privacy/request_gone.html", status=410)
