"""Pages of an account beside those of allauth."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from contactatonce.lib.admin import rights

from . import sessions


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
