"""Requests of signed-in users about their own data: the sign-in proves the address (P30)."""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contactatonce.accounts import sessions
from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.admin import rights
from contactatonce.lib.public_forms import see_other
from privacy.models import PrivacyRequest
from privacy.rights import intake
from privacy.rights.request_links import status_token

Kind = PrivacyRequest.Kind
TITLES = {Kind.ACCESS: "Get a copy of your data", Kind.DELETION: "Delete your account"}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_request(request: BrandRequest, kind: str) -> HttpResponse:
    """Say what happens; POST stores the request, after a recent sign-in.

    One for deletion ends all sessions of the user.
    """
    if kind not in TITLES:
        raise Http404
    rights.require_recent_sign_in(request)
    if request.method != "POST":
        context = {"kind": kind, "title": TITLES[Kind(kind)]}
        return render(request, "privacy/own_request.html", context)
    user: Any = request.user
    asked = intake.submit_own(user=user, brand=request.brand, kind=kind)
    if kind == Kind.DELETION:
        sessions.end(user)
        logout(request)
    return see_other(reverse("privacy:request_status", args=[status_token(asked)]))
