"""Whole pages for visitors who carry no cookie, kept in the process for a moment.

Nothing personal can get in: only GET answers of 200 to requests without any cookie are kept, and
only while they set none themselves and allow it. There is nothing to invalidate: an entry lives
`settings.PAGE_CACHE_SECONDS`, so an edit, a withdrawal or a publication time is at most that late.
A moment is enough: what a crowd asks for is rendered once in it, and what nobody asks for twice is
cheap to render.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TypeGuard

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import set_response_etag

MOST_PAGES = 500
LARGEST_PAGE = 512 * 1024
SECONDS_STALE = 1.0  # for how long the others get the old page while one request renders it anew


@dataclass(frozen=True)
class Page:
    """One kept answer, and until when (monotonic clock) it may be handed out."""

    content: bytes
    headers: dict[str, str]
    fresh_until: float

    def response(self) -> HttpResponse:
        """Return the answer as a response of its own."""
        return HttpResponse(self.content, headers=self.headers)


class PageCache:
    """A bounded, thread-safe store of pages, oldest out first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> HttpResponse | None:
        """Return the page kept under `key` while it is fresh.

        The first who finds it just gone stale gets None, so that he renders it anew; meanwhile the
        others get the old page, for a second at most.
        """
        page = self._pages.get(key)
        now = time.monotonic()
        if page is None or page.fresh_until + SECONDS_STALE < now:
            return None
        if page.fresh_until < now:
            with self._lock:
                if self._pages.get(key) is page:
                    self._pages[key] = Page(page.content, page.headers, now + SECONDS_STALE)
                    return None
        return page.response()

    def put(self, key: str, response: HttpResponse, seconds: float) -> None:
        """Keep `response` under `key` for `seconds`."""
        fresh_until = time.monotonic() + seconds
        with self._lock:
            self._pages[key] = Page(response.content, dict(response.items()), fresh_until)
            self._pages.move_to_end(key)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)

    def drop(self, key: str) -> None:
        """Forget the page kept under `key`, if there is one."""
        with self._lock:
            self._pages.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


pages = PageCache()


def page_cache(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answer from the page cache, and keep what may be kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_candidate(request):
            return get_response(request)
        key = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}{request.get_full_path()}"
        kept = pages.get(key)
        if kept is not None:
            return kept
        response = get_response(request)
        if may_keep(response):
            if not response.has_header("ETag"):
                set_response_etag(response)  # once, not for each reader of the kept page
            pages.put(key, response, settings.PAGE_CACHE_SECONDS)
        else:
            pages.drop(key)
        return response

    return middleware


def is_candidate(request: HttpRequest) -> bool:
    """Tell whether the request comes from an anonymous visitor who reads."""
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method == "GET"
        and not request.META.get("HTTP_COOKIE")
        and "HTTP_AUTHORIZATION" not in request.META
    )


def may_keep(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Tell whether a response holds nothing that belongs to one visitor."""
    control = response.headers.get("Cache-Control", "")
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and "private" not in control
        and "no-store" not in control
        and "cookie" not in response.headers.get("Vary", "").lower()
        and len(response.content) <= LARGEST_PAGE
    )
