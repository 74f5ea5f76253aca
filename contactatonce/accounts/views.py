"""Pages of an account beside those of allauth."""

from typing import Any

from allauth.decorators import rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from contactatonce.lib.admin import rights

from . import sessions
from .forms import DisplayNameForm
from .services import SECOND_FACTORS


@never_cache
@login_required
@rate_limit(action="change_name")  # type: ignore[untyped-decorator]  # allauth's own
def show_account(request: HttpRequest) -> HttpResponse:
    """Show the user's account; POST changes the display name."""
    user: Any = request.user
    form = DisplayNameForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your name is changed.")
        return redirect("account")
    user.refresh_from_db(fields=["display_name"])
    context = {
        "form": form,
        "sessions": sessions.list_open(user),
        "has_second_factor": is_mfa_enabled(user, SECOND_FACTORS),
        "passkeys": Authenticator.objects.filter(user=user, type="webauthn").count(),
    }
    return render(request, "account/overview.html", context)


@never_cache
@login_required
def list_sessions(request: HttpRequest) -> HttpResponse:
    """List the user's sessions; POST ends one, or all but this one, after a recent sign-in."""
    user: Any = request.user
    current = request.session.session_key
    if request.method == "POST":
        rights.require_recent_sign_in(request)
        ended = sessions.end(user, keep=current, name=request.POST.get("session", ""))
        messages.success(request, f"Signed out of {ended} other session{'s'[: ended != 1]}.")
        return redirect("account_sessions")
    context = {"sessions": sessions.list_open(user), "current": sessions.name_of(current)}
    return render(request, "account/sessions.html", context)
