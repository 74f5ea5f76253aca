"""Opt-out by e-mail address or by a mailed link; neither reveals whether we know a person (P13).

Anyone can type any address, so that stops news, offers and follow-ups alone. Notices that people
are promised (P23, P32) take the mailed link, which proves who asks.
"""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contactatonce.lib.public_forms import receive, see_other
from contactatonce.lib.secret_pages import secret_page
from privacy.forms import OptOutForm, OptOutLinkForm
from privacy.models import Suppression
from privacy.outreach import opt_outs


@csrf_exempt  # see lib/public_forms.py
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest) -> HttpResponse:
    """Stop news to an e-mail address at once, without confirmation: stopping it harms no one."""
    if request.method != "POST":
        return ask(request, OptOutForm())
    return receive(request, OptOutForm, make=OptOutForm, show=partial(ask, request), act=suppress)


def ask(request: HttpRequest, form: OptOutForm, status: int = 200) -> HttpResponse:
    return render(request, "privacy/opt_out.html", {"form": form}, status=status)


def suppress(form: OptOutForm) -> HttpResponse:
    opt_outs.suppress(
        address=form.cleaned_data["email"],
        scope=Suppression.Scope.NEWS,
        reason=Suppression.Reason.PAGE,
    )
    return see_other(reverse("privacy:opt_out_done"))


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Show the same confirmation whether we know the e-mail address or not."""
    return render(request, "privacy/opt_out_done.html")


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail to the owner of the link; the link is the permission. GET changes nothing.

    Mail programs POST here for One-Click (RFC 8058), cross-origin and without redirects.
    """

    def show(form: OptOutLinkForm, status: int = 200) -> HttpResponse:
        return render(request, "privacy/opt_out_link.html", {"form": form}, status=status)

    def act(form: OptOutLinkForm) -> HttpResponse:
        opt_outs.suppress_by_link(token, scope=form.cleaned_data["scope"])
        if form.is_sent_by_machine:
            return render(request, "privacy/opt_out_done.html")
        return see_other(reverse("privacy:opt_out_done"))

    if request.method != "POST":
        return show(OptOutLinkForm())
    return receive(request, OptOutLinkForm, make=OptOutLinkForm, show=show, act=act)
