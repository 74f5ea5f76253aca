"""Cache whole pages for visitors without cookies, in the process, for a moment.

Nothing personal is cached: only GET responses of 200 to requests without any cookie, if they set
none themselves and allow it. A page with a form is stored as a template with placeholders, without
any token. There is nothing to invalidate: an entry lives `settings.PAGE_CACHE_SECONDS`, so an edit,
a withdrawal or a publication time is at most that late. That is enough: under load a page is
rendered once per moment, and without load it is cheap to render.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeGuard

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import set_response_etag

from .form_tokens import TokenTemplate, template_of

MOST_PAGES = 500
LARGEST_PAGE = 512 * 1024
MOST_BYTES = 32 * 1024 * 1024  # of all pages together
CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})
SECONDS_STALE = 1.0  # how long others get the stale page while one request re-renders it


@dataclass(frozen=True)
class Page:
    """One kept answer, and until when (monotonic clock) it may be handed out."""

    content: bytes | TokenTemplate
    headers: dict[str, str]
    fresh_until: float
    size: int

    def response(self, request: HttpRequest) -> HttpResponse:
        """Return the answer as a response of its own, with tokens of its own."""
        if isinstance(self.content, bytes):
            return HttpResponse(self.content, headers=self.headers)
        content = self.content.filled(request)
        response = HttpResponse(content, headers=self.headers)
        response.headers["Content-Length"] = str(len(content))
        return response


class PageCache:
    """A thread-safe store of pages, bounded in number and bytes, oldest out first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, request: HttpRequest) -> HttpResponse | None:
        """Return the fresh page for `key` as an answer to `request`, or None.

        Stale-while-revalidate: the first caller gets None and re-renders; others get the stale page
        for up to a second.
        """
        page = self._pages.get(key)
        now = time.monotonic()
        if page is None or page.fresh_until + SECONDS_STALE < now:
            return None
        if page.fresh_until < now:
            with self._lock:
                if self._pages.get(key) is page:
                    self._pages[key] = replace(page, fresh_until=now + SECONDS_STALE)
                    return None
        return page.response(request)

    def put(self, key: Hashable, response: HttpResponse, seconds: float) -> None:
        """Keep `response` under `key` for `seconds`."""
        fresh_until = time.monotonic() + seconds
        content = template_of(response) or response.content
        page = Page(content, dict(response.items()), fresh_until, len(response.content))
        with self._lock:
            self._remove(key)
            self._pages[key] = page
            self._bytes += page.size
            while len(self._pages) > MOST_PAGES or self._bytes > MOST_BYTES:
                self._remove(next(iter(self._pages)))

    def drop(self, key: Hashable) -> None:
        """Forget the page kept under `key`, if there is one."""
        with self._lock:
            self._remove(key)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _remove(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        self._bytes -= page.size if page else 0


pages = PageCache()


def page_cache(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answer from the page cache, and keep what may be kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_candidate(request):
            return get_response(request)
        key = key_of(request)
        kept = pages.get(key, request)
        if kept is not None:
            return kept
        response = get_response(request)
        if may_keep(response):
            if not template_of(response) and not response.has_header("ETag"):
                set_response_etag(response)  # once, not for each reader of the kept page
            pages.put(key, response, settings.PAGE_CACHE_SECONDS)
        else:
            pages.drop(key)
        return response

    return middleware


def key_of(request: HttpRequest) -> Hashable:
    """Return all that decides the page of a visitor without credentials."""
    asked = request.META
    return (
        request.scheme,
        asked.get("HTTP_HOST"),
        asked.get("SCRIPT_NAME"),
        request.path_info,
        asked.get("QUERY_STRING"),
    )


def conditional_get(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: Django's ConditionalGetMiddleware (304, RFC 9110 section 13), where it is useful.

    Skipped for pages of one visitor, which change each time, and where the page already has an ETag
    and the request does not ask about it: nearly every page from the page cache.
    """
    conditional = ConditionalGetMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if "private" in response.headers.get("Cache-Control", ""):
            return response
        if "ETag" in response.headers and not CONDITIONS.intersection(request.META):
            return response
        return conditional.process_response(request, response)

    return middleware


def is_candidate(request: HttpRequest) -> bool:
    """Return whether the request is a read by an anonymous visitor."""
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method == "GET"
        and not request.META.get("HTTP_COOKIE")
        and "HTTP_AUTHORIZATION" not in request.META
    )


def may_keep(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Return whether a response holds nothing that belongs to one visitor."""
    control = response.headers.get("Cache-Control", "")
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and ("private" not in control or template_of(response) is not None)
        and "no-store" not in control
        and "cookie" not in response.headers.get("Vary", "").lower()
        and len(response.content) <= LARGEST_PAGE
    )
