"""Whole pages for visitors who carry no cookie, kept in the process for a few seconds.

Nothing personal can get in: only GET answers of 200 to requests without any cookie are kept, and
only while they set none themselves and allow it. There is nothing to invalidate: an entry lives
`settings.PAGE_CACHE_SECONDS`, so an edit or a publication time is at most that late.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

MOST_PAGES = 500
LARGEST_PAGE = 512 * 1024

Entry = tuple[float, bytes, dict[str, str]]


class PageCache:
    """A bounded, thread-safe store of pages, oldest out first."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> HttpResponse | None:
        """Return a fresh copy of the page kept under `key` while it is young enough."""
        entry = self._entries.get(key)
        if entry is None or entry[0] < time.monotonic():
            return None
        response = HttpResponse(entry[1])
        response.headers._store.update({k.lower(): (k, v) for k, v in entry[2].items()})  # type: ignore[attr-defined]
        return response

    def put(self, key: str, response: HttpResponse) -> None:
        with self._lock:
            self._entries[key] = (
                time.monotonic() + settings.PAGE_CACHE_SECONDS,
                response.content,
                dict(response.items()),
            )
            self._entries.move_to_end(key)
            while len(self._entries) > MOST_PAGES:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


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
            pages.put(key, response)
        return response

    return middleware


def is_candidate(request: HttpRequest) -> bool:
    """Tell whether the request comes from an anonymous visitor who reads."""
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method == "GET"
        and "HTTP_COOKIE" not in request.META
        and "HTTP_AUTHORIZATION" not in request.META
    )


def may_keep(response: HttpResponseBase) -> bool:
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
