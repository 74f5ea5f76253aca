"""Response headers that no package sets."""

from collections.abc import Callable, MutableMapping

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)

BODILESS = {204, 304}  # their Content-Length may not be 0 (RFC 9110, section 8.6)


def outermost(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware around all others: refuse SCRIPT_NAME, and answer HEAD without a body.

    The sites are served from the root of their hosts, so a prefix is a forged one: it would change
    every link of a page that is cached for others. WSGI servers warn about a body after HEAD.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.META.get("SCRIPT_NAME"):
            refusal = HttpResponse("400 Bad Request\n", status=400, content_type="text/plain")
            return with_strict_headers(request, refusal)
        response = get_response(request)
        return response if request.method != "HEAD" else without_body(response)

    return middleware


def without_body(response: HttpResponseBase) -> HttpResponseBase:
    """Empty `response`, and keep the headers that GET would give (RFC 9110, section 9.3.2)."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = []
    elif isinstance(response, HttpResponse):
        if response.status_code not in BODILESS:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response


def static_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Add to a static file what WhiteNoise, which answers before SecurityMiddleware, leaves out."""
    headers["X-Content-Type-Options"] = "nosniff"


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: switch off the browser features that the sites never use."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def with_strict_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add to an answer from further out, or to an error page, what middleware adds to all others.

    They are few, so what is needed is built for each.
    """
    for middleware in (XFrameOptionsMiddleware, CSPMiddleware, SecurityMiddleware):
        middleware(lambda request: response).process_response(request, response)
    response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    return response
