"""Requests whose Content-Type cannot be parsed: Django answers them with a bare 500."""

from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponseBase


class Request(WSGIRequest):
    """A request that notes an unreadable Content-Type instead of raising."""

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
