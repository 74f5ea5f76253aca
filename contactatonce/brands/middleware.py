"""Which site is asked: by the host, before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect

from . import directory
from .models import Brand


class BrandRequest(HttpRequest):
    """A request that the middleware has given its site."""

    brand: Brand


def brand_by_host(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: set `request.brand`; redirect from an alias, 421 for a host that is none of ours.

    Reads are redirected by 301; whatever else is sent to an alias by 308, which keeps its body.
    421 Misdirected Request: RFC 9110, section 15.5.20.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        brand, is_alias = directory.find(host_of(request.META.get("HTTP_HOST", "")))
        if brand is None:
            return HttpResponse(
                "421 Misdirected Request: no site of ours has this address.\n",
                status=421,
                content_type="text/plain; charset=utf-8",
            )
        if is_alias:
            return HttpResponsePermanentRedirect(
                f"{brand.origin}{request.get_full_path()}",
                preserve_request=request.method not in {"GET", "HEAD"},
            )
        request.brand = brand  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def host_of(header: str) -> str:
    """Return the host in a Host header, in lower case and without its port."""
    host, colon, port = header.lower().rpartition(":")
    return host if colon and port.isdecimal() else header.lower()


def brand(request: HttpRequest) -> dict[str, object]:
    """Context processor: the site that is asked, all sites, and the company's offices."""
    snapshot = directory.directory.snapshot()
    return {
        "brand": getattr(request, "brand", None),
        "brands": snapshot.brands,
        "offices": snapshot.offices,
    }
