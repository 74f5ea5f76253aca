"""Serve nothing while a restored backup holds erased people."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from contactatonce.lib.middleware import with_strict_headers
from contactatonce.lib.timed_cache import TimedCache
from privacy.erasure.replay import is_behind

CLOSED = "503 Service Unavailable: this site is being restored and will be back soon.\n"
restored = TimedCache(is_behind, name="restored")


def closed_until_replayed(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware after the health checks: answer 503 while the database is behind the ledger.

    While no one was ever erased this costs one look at a file every few seconds, otherwise one
    query. See docs/decisions/0010-erasure-ledger.md.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not restored.get():
            return get_response(request)
        closed = HttpResponse(
            CLOSED,
            status=503,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": "300", "Cache-Control": "no-store"},
        )
        return with_strict_headers(request, closed)

    return middleware
