"""What staff had written when their sign-in ended: shown once more, to be sent again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure as plain_csrf_failure


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form sent, field by field, without its token and without passwords."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]


def send_again(request: HttpRequest) -> HttpResponse:
    """Return a page that holds what `request` sent, with a button that sends it; nothing is stored.

    Who signs in elsewhere meanwhile gets another token with it, so the page may come twice.
    """
    context = {"written": written(request), "has_files": bool(request.FILES)}
    response = render(request, "account/send_again.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def is_worth_keeping(request: HttpRequest) -> bool:
    """Tell whether a form of a page sent something; scripts get the answer that they know."""
    by_script = request.headers.get("Accept") == "application/json"
    return request.method == "POST" and not by_script and bool(written(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep what came from a page of the admin itself; refuse everything else as Django does.

    No other website can have a browser say that it is the same origin (Fetch Metadata).
    """
    is_own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if is_own and request.path.startswith("/admin/") and is_worth_keeping(request):
        return send_again(request)
    return plain_csrf_failure(request, reason)
