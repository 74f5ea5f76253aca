"""Pages whose address is a secret: kept out of caches, referrers, themselves and search engines."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

Response = TypeVar("Response", bound=HttpResponseBase)


def mark_secret(request: HttpRequest) -> None:
    """Leave the page's own URL out of its head (canonical, Open Graph)."""
    setattr(request, "is_secret", True)  # noqa: B010  an attribute that HttpRequest lacks


def is_secret(request: HttpRequest) -> bool:
    return getattr(request, "is_secret", False)


def keep_secret(response: Response) -> Response:
    """Return `response` with headers that keep it out of caches, referrers and search engines."""
    add_never_cache_headers(response)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def secret_page(view: Callable[..., Response]) -> Callable[..., Response]:
    """View decorator for a secret page; its link replaces a CSRF cookie."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> Response:
        mark_secret(request)
        return keep_secret(view(request, **kwargs))

    return csrf_exempt(wrapped)
