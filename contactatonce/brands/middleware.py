"""Which site is asked: by the host, before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.loader import get_template

from contactatonce.lib.middleware import with_strict_headers

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
    421 Misdirected Request: RFC 9110, section 15.5.20. Both stay outside the middleware that adds
    the headers of all other answers, so they bring these along; an alias must speak of HTTPS
    itself (RFC 6797, section 6.1).
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        brand, is_alias = directory.find(host_of(request.META.get("HTTP_HOST", "")))
        if brand is None:
            return with_strict_headers(request, misdirected())
        if is_alias:
            return with_strict_headers(request, at_home(request, brand))
        request.brand = brand  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def at_home(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Lead a request for one of the aliases of `brand` to the same address on its host."""
    return HttpResponsePermanentRedirect(
        f"{brand.origin}{request.get_full_path()}",
        preserve_request=request.method not in {"GET", "HEAD"},
    )


def misdirected() -> HttpResponse:
    """Answer 421 with a page that belongs to no site and asks no database."""
    response = HttpResponse(get_template("421.html").render(), status=421)
    response.headers["Cache-Control"] = "no-store"
    return response


def host_of(header: str) -> str:
    """Return the host in a Host header, in lower case and without its port."""
    host, colon, port = header.lower().rpartition(":")
    return host if colon and port.isdecimal() else header.lower()


def brand(request: HttpRequest) -> dict[str, object]:
    """Context processor: the site that is asked, all sites, and the company's offices."""
    snapshot = directory.directory.get()
    return {
        "brand": getattr(request, "brand", None),
        "brands": snapshot.brands,
        "offices": snapshot.offices,
    }
