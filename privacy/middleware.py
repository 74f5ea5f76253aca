"""A restored backup brings erased people back: until they are gone again, nothing is served."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from contactatonce.lib.middleware import with_strict_headers
from contactatonce.lib.timed_cache import TimedCache
from privacy.erasure.replay import is_behind

CLOSED = "503 Service Unavailable: this site is being restored and will be back soon.\n"
restored = TimedCache(is_behind)


def closed_until_replayed(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, after the probes: answer 503 to all else while the database is behind the ledger.

    While nobody was ever erased this costs one look at a file every few seconds, and otherwise one
    query. docs/decisions/0010-erasure-ledger.md says how a restore is noticed.
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
