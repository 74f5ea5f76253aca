"""Find the site by host, before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.loader import get_template

from contactatonce.lib.middleware import with_strict_headers

from . import directory
from .models import Brand


class BrandRequest(HttpRequest):
    """A request with the site that the middleware found."""

    brand: Brand


def brand_by_host(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: set `request.brand`; redirect from an alias, answer 421 for unknown hosts.

    GET and HEAD are redirected with 301, other methods with 308, which keeps the body. 421
    Misdirected Request: RFC 9110, section 15.5.20. Both skip the middleware that adds headers to
    other responses, so they add them here; an alias must send HSTS itself (RFC 6797, section 6.1).
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        brand, is_alias = directory.find(host_of(request.META.get("HTTP_HOST", "")))
        if brand is None:
            return with_strict_headers(request, misdirected())
        if is_alias:
            return with_strict_headers(request, at_home(request, brand))
        request.brand = brand  # type: ignore[attr-defined]  # our own attribute
        return get_response(request)

    return middleware


def at_home(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Redirect a request for an alias of `brand` to the same path on its host."""
    return HttpResponsePermanentRedirect(
        f"{brand.origin}{request.get_full_path()}",
        preserve_request=request.method not in {"GET", "HEAD"},
    )


def misdirected() -> HttpResponse:
    """Answer 421 with a page that belongs to no site and needs no database."""
    response = HttpResponse(get_template("421.html").render(), status=421)
    response.headers["Cache-Control"] = "no-store"
    return response


def host_of(header: str) -> str:
    """Return the host of a Host header in lower case, without its port."""
    host, colon, port = header.lower().rpartition(":")
    return host if colon and port.isdecimal() else header.lower()


def brand(request: HttpRequest) -> dict[str, object]:
    """Context processor: the current site, all sites, and the offices."""
    snapshot = directory.directory.get()
    return {
        "brand": getattr(request, "brand", None),
        "brands": snapshot.brands,
        "offices": snapshot.offices,
    }
