"""Keep what users typed when their session expires: show it again with a button to resubmit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure as plain_csrf_failure

KEPT = ("/admin/", "/forum/")
LONGEST = 40_000  # characters of a field that is shown again outside the admin: two longest posts


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the submitted fields without the token and without passwords."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]


def send_again(request: HttpRequest, confirm_url: str = "") -> HttpResponse:
    """Render a page with what `request` submitted and a button that resubmits it; store nothing.

    `confirm_url` is the page of a fresh sign-in, for users who are signed in. Signing in in
    another tab changes the token, so the page may appear twice.
    """
    context = {
        "written": written(request),
        "has_files": bool(request.FILES),
        "confirm_url": confirm_url,
    }
    response = render(request, "account/send_again.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def is_worth_keeping(request: HttpRequest) -> bool:
    """Return whether a form submitted what fits it; scripts get the answer that they expect."""
    if request.method != "POST" or request.headers.get("Accept") == "application/json":
        return False
    lengths = [len(value) for _, value in written(request)]
    return bool(lengths) and (request.path.startswith("/admin/") or max(lengths) <= LONGEST)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep what a page of the admin or the forum submitted; refuse everything else as Django does.

    No other website can make a browser claim the same origin (Fetch Metadata).
    """
    is_own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if is_own and request.path.startswith(KEPT) and is_worth_keeping(request):
        return send_again(request)
    return plain_csrf_failure(request, reason)
