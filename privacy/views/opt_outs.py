"""Stopping mail: by address, or by the link in a mail. Nobody learns whom we know (P13)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contactatonce.lib import limits, public_forms
from contactatonce.lib.secret_pages import mark_secret
from privacy.forms import OptOutForm, ScopeForm
from privacy.models import Suppression
from privacy.outreach import opt_outs

SCOPE = "privacy:opt-out"
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058, section 3.2
TRY_AGAIN = (
    "This page was open for a long time, or came from elsewhere. Please press the button again."
)
TOO_MANY = "Very many opt-outs came from your network just now. Please try again in ten minutes."


@csrf_exempt  # a form token and the Origin header stand in for the cookie that nobody gets
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest) -> HttpResponse:
    """Stop mail to an address that somebody writes; at once, for stopping harms nobody."""
    if request.method != "POST":
        return ask(request, OptOutForm())
    form = OptOutForm(request.POST)
    if limits.seconds_to_wait(request, group="opt-out", rate=settings.OPT_OUT_RATE):
        return ask(request, form, status=429, notice=TOO_MANY)
    if not is_own(request):
        return ask(request, form, status=422, notice=TRY_AGAIN)
    if not form.is_valid():
        return ask(request, form, status=422)
    opt_outs.suppress(
        address=form.cleaned_data["email"],
        scope=form.cleaned_data["scope"],
        reason=Suppression.Reason.PAGE,
    )
    return see_done()


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """What everybody is told afterwards, known or not."""
    return render(request, "privacy/opt_out_done.html")


@csrf_exempt  # mail programs post here, with a foreign origin and no cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail to whom the link was sent; the link is the permission. GET changes nothing."""
    mark_secret(request)
    is_one_click = request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]
    form = ScopeForm(request.POST if request.method == "POST" and not is_one_click else None)
    if is_one_click:
        opt_outs.suppress_by_link(token)
        response = render(request, "privacy/opt_out_done.html")
    elif form.is_valid():
        opt_outs.suppress_by_link(token, scope=form.cleaned_data["scope"])
        response = see_done()
    else:
        status = 422 if form.is_bound else 200
        response = render(request, "privacy/opt_out_link.html", {"form": form}, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address of this page is a secret
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def ask(
    request: HttpRequest, form: OptOutForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    context = {"form": form, "notice": notice, "form_token": public_forms.placeholder(SCOPE)}
    return render(request, "privacy/opt_out.html", context, status=status)


def is_own(request: HttpRequest) -> bool:
    """Tell whether the form was sent from our own page, within a day of being opened."""
    try:
        public_forms.read(request.POST.get("form_token", ""), SCOPE)
    except public_forms.BadToken:
        return False
    return not public_forms.is_foreign(request)


def see_done() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("privacy:opt_out_done"), status=303)
