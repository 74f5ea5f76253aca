"""Small breaches, and assertions about which promises each of them breaks."""

from collections.abc import Callable
from typing import ClassVar
from unittest import mock

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseForbidden
from django.test import override_settings

from contactatonce.brands.models import Office
from search import crawler
from tests.promises.base import ProvenTestCase

Handler = Callable[[HttpRequest], HttpResponseBase]


def meddling(
    change: Callable[[HttpRequest, HttpResponseBase], None],
) -> Callable[[Handler], Handler]:
    """Return a middleware that changes each response."""

    def middleware(get_response: Handler) -> Handler:
        def answer(request: HttpRequest) -> HttpResponseBase:
            response = get_response(request)
            change(request, response)
            return response

        return answer

    return middleware


def header(name: str, value: str) -> Callable[[Handler], Handler]:
    """Return a middleware that sets a header on each response."""
    return meddling(lambda request, response: response.headers.__setitem__(name, value))


set_cookie = meddling(lambda request, response: response.set_cookie("seen", "1"))
vary = header("Vary", "Cookie")
leak = header("Referrer-Policy", "unsafe-url")


def rewrite(old: bytes, new: bytes) -> Callable[[Handler], Handler]:
    """Return a middleware that replaces the first `old` of each page by `new`."""

    def change(request: HttpRequest, response: HttpResponseBase) -> None:
        if not response.streaming:
            response.content = response.content.replace(old, new, 1)

    return meddling(change)


def embed(html: str) -> Callable[[Handler], Handler]:
    """Return a middleware that inserts `html` into each page."""
    return rewrite(b"</main>", html.encode() + b"</main>")


pixel = embed('<img src="https://tracker.example/1.gif" alt="">')
share = embed('<iframe src="https://social.example/share"></iframe>')


def store_visit(get_response: Handler) -> Handler:
    """Record every request."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method == "GET":
            Office.objects.filter(pk=0).update(name="visited")
        return get_response(request)

    return answer


def demanding_cookie(path: str = "") -> Callable[[Handler], Handler]:
    """Return a middleware that rejects forms without a cookie at URLs that end in `path`."""

    def middleware(get_response: Handler) -> Handler:
        def answer(request: HttpRequest) -> HttpResponseBase:
            if request.method == "POST" and request.path.endswith(path) and not request.COOKIES:
                return HttpResponseForbidden()
            return get_response(request)

        return answer

    return middleware


demand_cookie = demanding_cookie()
ticked = rewrite(b'name="news"', b'name="news" checked')


def ask_who(get_response: Handler) -> Handler:
    """Show stored data only to signed-in users."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path == "/privacy/data/":
            return HttpResponseForbidden()
        return get_response(request)

    return answer


class SabotageTestCase(ProvenTestCase):
    """A site that keeps every promise; each test breaks one thing."""

    only: ClassVar[tuple[str, ...]] = ()  # the promises that are checked when none turns red

    def setUp(self) -> None:
        super().setUp()
        crawler.application.cache_clear()
        self.addCleanup(crawler.application.cache_clear)
        shorter = mock.patch.object(crawler, "MOST_PAGES", 8)  # home pages and some of one site
        shorter.start()
        self.addCleanup(shorter.stop)

    def turns_red(self, *promises: str) -> dict[str, list[str]]:
        """Run the checks of `promises` and return what each found; none may be kept."""
        found = self.broken(*(promises or self.only))
        assert sorted(found) == sorted(promises), found
        return found

    def under(self, middleware: str, module: str = __name__) -> None:
        """Add a middleware of `module` in front of the site."""
        path = f"{module}.{middleware}"
        change = override_settings(MIDDLEWARE=[path, *settings.MIDDLEWARE])
        change.enable()
        self.addCleanup(change.disable)
        crawler.application.cache_clear()
