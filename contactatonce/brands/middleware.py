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
    """Middleware: set `request.brand`; 301 from an alias, 421 for a host that is none of ours.

    421 Misdirected Request: RFC 9110, section 15.5.20.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        host = request.META.get("HTTP_HOST", "").lower().rpartition(":")
        name = host[0] if host[1] and host[2].isdigit() else "".join(host)
        brand, is_alias = directory.find(name.removesuffix("."))
        if brand is None:
            return HttpResponse(
                "421 Misdirected Request: no site of ours has this address.\n",
                status=421,
                content_type="text/plain; charset=utf-8",
            )
        if is_alias:
            return HttpResponsePermanentRedirect(f"{brand.origin}{request.get_full_path()}")
        request.brand = brand  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def brand(request: HttpRequest) -> dict[str, object]:
    """Context processor: the site that is asked, all sites, and the company's offices."""
    snapshot = directory.directory.snapshot()
    return {
        "brand": getattr(request, "brand", None),
        "brands": snapshot.brands,
        "offices": snapshot.offices,
    }
