"""Requests as they arrive: their Content-Type, their origin, and their body, measured first."""

from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from .secret_pages import is_secret

UNREADABLE = (
    BadRequest,
    MultiPartParserError,
    UnreadablePostError,
    TooManyFieldsSent,
    TooManyFilesSent,
)


class Request(WSGIRequest):
    """A request that notes an unreadable Content-Type; Django answers one with a bare 500."""

    is_readable = True

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # private to Django
        except (TypeError, ValueError):  # of the parameters: RFC 2231 and charset
            self.is_readable = False
            self.content_type, self.content_params = "", {}


class Handler(WSGIHandler):
    """Django's handler, with 400 for a request that is not readable."""

    request_class = Request

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(request, Request) and not request.is_readable:
            return response_for_exception(request, BadRequest("Unreadable Content-Type"))
        return super().get_response(request)


def read_post(request: HttpRequest, most: int, most_bytes: int = 0) -> QueryDict:
    """Return the fields that were sent; raise RequestDataTooBig for a body or text too long.

    A body is measured before it is read; `most` characters of one field are read and not shown.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > (most_bytes or settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
        raise RequestDataTooBig
    if request.encoding is not None:  # whatever charset it names: our pages send UTF-8
        request.encoding = "utf-8"  # which forgets a body that the CSRF check has read
    if any(len(value) > most for _, values in request.POST.lists() for value in values):
        raise RequestDataTooBig
    return request.POST


def is_foreign(request: HttpRequest) -> bool:
    """Tell whether a browser says that another site sent this form (Fetch Metadata, RFC 6454).

    A page with a secret URL sends no referrer, and browsers therefore hide its origin ("null").
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"cross-site", "same-site"}
    origin = request.headers.get("Origin")
    if not origin or (origin == "null" and is_secret(request)):
        return False
    return origin.partition("://")[2] != request.get_host()
