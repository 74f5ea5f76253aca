"""Public forms that need neither cookie nor script (P06, P08, P15).

Django's CSRF check answers 403 to every POST without its cookie, so a public form carries a signed
token instead, minted when the page is sent. The token names the form and holds an idempotency key:
a double click, a reload and a re-send are the same submission. Pages that carry a form can be kept
as a whole, because templates write a placeholder that is filled in on the way out, for each reader.
"""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.utils import timezone

SALT = "contactatonce.public-form"
LIFETIME = timedelta(hours=24)
FOREIGN = (
    "Your browser says that this form was sent from another website, so nothing has been stored. "
    "Your text is below: please send it from here."
)
TOO_OLD = (
    "This page was open for more than a day, or it did not arrive in one piece. "
    "Your text is below, and nothing has been stored yet: please send it once more."
)
UNREADABLE = (
    BadRequest,
    MultiPartParserError,
    UnreadablePostError,
    TooManyFieldsSent,
    TooManyFilesSent,
)
View = Callable[..., HttpResponse]
# Drawn anew by each process, so that no visitor can write a placeholder into his own text.
MARK = f"form-token-{secrets.token_hex(8)}"
OPENING, CLOSING = f"{{{MARK}:".encode(), b"}"


@dataclass(frozen=True)
class FormToken:
    """What a token says: the idempotency key and when the page was sent."""

    key: uuid.UUID
    minted_at: datetime

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.minted_at


class BadToken(Exception):
    """The token is missing, forged, or belongs to another form."""


class ExpiredToken(BadToken):
    """The token was right once; the page was open for longer than a token lives."""

    def __init__(self, token: FormToken) -> None:
        super().__init__()
        self.token = token


def placeholder(scope: str) -> str:
    """Return the mark in whose place each reader gets a fresh token for `scope`."""
    return f"{OPENING.decode()}{scope}{CLOSING.decode()}"


def mint(scope: str, at: datetime | None = None) -> str:
    """Return a new signed token for the form `scope` ("contactatonce:contact"), minted now or `at`.

    Plain text with its signature, because a token is minted for each reader of a page.
    """
    minted_at = timezone.now() if at is None else at
    return Signer(salt=SALT).sign(f"{scope}:{uuid.uuid4().hex}:{int(minted_at.timestamp())}")


def read(token: str, scope: str) -> FormToken:
    """Return what `token` says; raise ExpiredToken after 24 hours and BadToken for all else."""
    try:
        named, key, minted = Signer(salt=SALT).unsign(token).rsplit(":", 2)
        found = FormToken(uuid.UUID(key), datetime.fromtimestamp(int(minted), tz=UTC))
    except (BadSignature, ValueError) as error:
        raise BadToken from error
    if named != scope:
        raise BadToken
    if found.age > LIFETIME:
        raise ExpiredToken(found)
    return found


def is_foreign(request: HttpRequest) -> bool:
    """Tell whether a browser says that another site sent this form (Fetch Metadata, RFC 6454)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site in {"cross-site", "same-site"}:
        return True
    origin = request.headers.get("Origin")
    if not site and origin:
        return origin.partition("://")[2] != request.get_host()
    return False


def readable(template: str) -> Callable[[View], View]:
    """View decorator: who sends what cannot be read is told so by `template`, and how to go on."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                read_post(request)
            except RequestDataTooBig:
                return render(request, template, {"is_too_big": True}, status=413)
            except UNREADABLE:
                return render(request, template, status=400)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def read_post(request: HttpRequest) -> QueryDict:
    """Return the form's fields; raise RequestDataTooBig before reading what is too long."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestDataTooBig
    request.encoding = "utf-8"  # whatever charset the request names: our pages send this one
    return request.POST


class Stencil:
    """A page cut at its placeholders, so that the next reader's tokens cost no search."""

    def __init__(self, content: bytes) -> None:
        self._first, *parts = content.split(OPENING)
        cut = (part.partition(CLOSING) for part in parts)
        self._rest = [(scope.decode(), rest) for scope, _, rest in cut]

    def filled(self) -> bytes:
        """Return the page with a fresh token in the place of every placeholder."""
        page = [self._first]
        for scope, rest in self._rest:
            page += (mint(scope).encode(), rest)
        return b"".join(page)


def stencil_of(response: HttpResponseBase) -> Stencil | None:
    """Return what a response was filled in from, if it may be filled in for others, too."""
    return getattr(response, "stencil", None)


def form_tokens(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: fill the placeholders in, and keep such a page out of shared caches.

    Only the page cache in front of it may keep the page, by its stencil.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        content = getattr(response, "content", None)
        if content is None or OPENING not in content:
            return response
        stencil = Stencil(content)
        response.content = stencil.filled()  # type: ignore[attr-defined]
        response.headers.pop("ETag", None)  # who came back with it would send an old token again
        control = response.headers.get("Cache-Control", "")
        if "private" not in control and "no-store" not in control:
            response.stencil = stencil  # type: ignore[attr-defined]
        if "no-store" not in control:
            response.headers["Cache-Control"] = "private, no-cache"
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response

    return middleware
