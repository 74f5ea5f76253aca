"""Response headers that no package sets for us."""

from collections.abc import Callable, MutableMapping

from django.http import HttpRequest, HttpResponseBase

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
