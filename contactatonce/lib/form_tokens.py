"""Signed tokens for public forms, which need neither cookie nor script (P06, P08, P15).

Django's CSRF check answers 403 to every POST without its cookie, so a public form carries a signed
token instead, made when the page is sent. The token names the form and holds an idempotency key:
a double click, a reload and a second attempt are the same submission. A page with a form can be
cached, because templates write a placeholder that is replaced by a token for each reader.
"""

import re
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

SALT = "contactatonce.public-form"
LIFETIME = timedelta(hours=24)
HOST = re.compile(r"[a-z0-9.\-]{1,100}")
# Another one in each process, so that no visitor can write a placeholder into their text.
MARK = f"form-token-{secrets.token_hex(8)}"
OPENING, CLOSING = f"{{{MARK}:".encode(), b"}"


@dataclass(frozen=True)
class FormToken:
    """What a token says: the idempotency key, when the page was sent, and what led to the page."""

    key: uuid.UUID
    minted_at: datetime
    referrer_host: str = ""

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.minted_at


class BadToken(Exception):
    """The token is missing, forged, or belongs to another form."""


class ExpiredToken(BadToken):
    """The token was valid once; the page was open for longer than a token lives."""

    def __init__(self, token: FormToken) -> None:
        super().__init__()
        self.token = token


def placeholder(scope: str) -> str:
    """Return the mark that is replaced by a fresh token for `scope`, for each reader."""
    return f"{OPENING.decode()}{scope}{CLOSING.decode()}"


def mint(scope: str, at: datetime | None = None, *, referrer_host: str = "") -> str:
    """Return a new signed token for the form `scope` ("contactatonce:contact"), minted now or `at`.

    Plain text with its signature, because a token is minted for each reader of a page.
    """
    minted_at = timezone.now() if at is None else at
    said = (scope, uuid.uuid4().hex, str(int(minted_at.timestamp())), referrer_host)
    return Signer(salt=SALT).sign(":".join(said))


def read(token: str, scope: str) -> FormToken:
    """Return what `token` says; raise ExpiredToken after 24 hours, BadToken if it is not valid."""
    try:
        named, key, minted, host = Signer(salt=SALT).unsign(token).rsplit(":", 3)
        found = FormToken(uuid.UUID(key), datetime.fromtimestamp(int(minted), tz=UTC), host)
    except (BadSignature, ValueError) as error:
        raise BadToken from error
    if named != scope:
        raise BadToken
    if found.age > LIFETIME:
        raise ExpiredToken(found)
    return found


class TokenTemplate:
    """A page split at its placeholders, so that filling it in again takes no search."""

    def __init__(self, content: bytes) -> None:
        self._first, *parts = content.split(OPENING)
        cut = (part.partition(CLOSING) for part in parts)
        self._rest = [(scope.decode(), rest) for scope, _, rest in cut]

    def filled(self, request: HttpRequest) -> bytes:
        """Return the page with a fresh token for every placeholder."""
        page, host = [self._first], referrer_host(request)
        for scope, rest in self._rest:
            page += (mint(scope, referrer_host=host).encode(), rest)
        return b"".join(page)


def referrer_host(request: HttpRequest) -> str:
    """Return the host of another website that led here, "" if there is none; never a full URL."""
    referer = request.META.get("HTTP_REFERER", "")
    try:
        host = urlsplit(referer).hostname or ""
    except ValueError:
        return ""
    is_ours = host == request.META.get("HTTP_HOST", "").partition(":")[0]
    return host if HOST.fullmatch(host) and not is_ours else ""


def template_of(response: HttpResponseBase) -> TokenTemplate | None:
    """Return the template of a response with tokens, if it may be filled in for others."""
    return getattr(response, "token_template", None)


def fill_in_tokens(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: replace placeholders by tokens, and keep such a page out of shared caches.

    Only the page cache in front of it may keep the page, as a template.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        content = getattr(response, "content", None)
        if content is None or OPENING not in content:
            return response
        template = TokenTemplate(content)
        response.content = template.filled(request)  # type: ignore[attr-defined]
        response.headers.pop("ETag", None)  # a 304 would send an old token again
        control = response.headers.get("Cache-Control", "")
        if "private" not in control and "no-store" not in control:
            response.token_template = template  # type: ignore[attr-defined]
        if "no-store" not in control:
            response.headers["Cache-Control"] = "private, no-cache"
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response

    return middleware
