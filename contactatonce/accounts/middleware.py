"""Middleware of signed-in requests: the admin's time zone, and re-authentication."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from contactatonce.brands.directory import zone_of_office
from contactatonce.lib.secret_pages import mark_secret

from . import interrupted, sessions

MOST_BYTES = 65_536  # of a form of an account, its passkeys included


def account_pages(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: keep an account page's URL out of its head; it may have a token.

    A large body is answered with 400: the page's form would repeat it.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_large = not length.isdecimal() or int(length) > MOST_BYTES
        if request.path.startswith("/accounts/"):
            mark_secret(request)
            if is_large:
                raise RequestDataTooBig
        return get_response(request)

    return middleware


def admin_time_zone(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: show and read the admin's times in the time zone of the reader's office."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/admin/"):
            return get_response(request)
        with timezone.override(zone_of_office(getattr(request.user, "office_id", None))):
            return get_response(request)

    return middleware


def keep_sessions_alive(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: extend the session that a page read, and let no cache keep that page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.session.accessed and request.user.is_authenticated:
            sessions.keep_alive(request.session)
            request.user.note_visit()
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
        return response

    return middleware


class ReauthenticationMiddleware:
    """Ask for a fresh sign-in without storing the interrupted request.

    allauth would keep the whole POST in the session and repeat it afterwards: its body, perhaps
    with a password, and the IP address beside the user (P07). Here the user presses again; what
    was typed in the admin stays in the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ReauthenticationRequired):
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        if not methods:
            return None
        if request.method == "POST" and request.path.startswith("/admin/"):
            return interrupted.send_again(request, confirm_url=methods[0]["url"])
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{methods[0]['url']}?{query}")
