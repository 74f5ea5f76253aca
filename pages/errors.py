"""Error pages: branded while the site is known, plain files when nothing can be relied on."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django_ratelimit.exceptions import Ratelimited

from contactatonce.lib.errors import Gone
from contactatonce.lib.middleware import with_strict_headers
from contactatonce.lib.secret_pages import is_secret, keep_secret

SECONDS_TO_RETRY = "30"
SECONDS_OF_LIMIT = "60"


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of `status` in the site's design; at a secret address it stays a secret."""
    response = render(request, f"{status}.html", {"is_error": True}, status=status)
    return keep_secret(response) if is_secret(request) else response


def plain_error_page(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of `status` without the database, the site or anything else that may fail.

    If a middleware failed, no middleware adds headers.
    """
    response = HttpResponse(get_template(f"{status}.html").render(), status=status)
    response.headers["Cache-Control"] = "no-store"
    return with_strict_headers(request, response)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; the request may be too broken to find the site."""
    return plain_error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, or 429 with a time to come back where a rate limit refused."""
    if not isinstance(exception, Ratelimited):
        return error_page(request, 403)
    response = error_page(request, 429)
    response.headers["Retry-After"] = SECONDS_OF_LIMIT
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, or 410 where something was taken away for good."""
    return error_page(request, 410 if isinstance(exception, Gone) else 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 with a time to come back while the database does not answer."""
    if not isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return plain_error_page(request, 500)
    response = plain_error_page(request, 503)
    response.headers["Retry-After"] = SECONDS_TO_RETRY
    return response
