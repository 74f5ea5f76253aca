"""Public forms that need neither cookie nor script (P06, P08, P15).

Django's CSRF check answers 403 to every POST without its cookie, so a public form carries a signed
token instead, minted when the page is sent. The token names the form and holds an idempotency key:
a double click, a reload and a re-send are the same submission. Pages that carry a form stay
cacheable as a whole, because templates write a placeholder that is filled in on the way out.
"""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

SALT = "contactatonce.public-form"
LIFETIME = timedelta(hours=24)
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
    """Return the mark that `fill_placeholders` replaces by a fresh token for `scope`."""
    return f"{OPENING.decode()}{scope}{CLOSING.decode()}"


def mint(scope: str) -> str:
    """Return a new signed token for the form `scope` ("contactatonce:contact")."""
    return signing.dumps(
        [scope, uuid.uuid4().hex, int(timezone.now().timestamp())], salt=SALT, compress=False
    )


def read(token: str, scope: str) -> FormToken:
    """Return what `token` says; raise ExpiredToken after 24 hours and BadToken for all else."""
    try:
        named, key, minted = signing.loads(token, salt=SALT)
        found = FormToken(uuid.UUID(key), datetime.fromtimestamp(minted, tz=UTC))
    except (signing.BadSignature, ValueError, TypeError) as error:
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


def fill_placeholders(content: bytes) -> bytes:
    """Return `content` with a fresh token in the place of every placeholder."""
    first, *parts = content.split(OPENING)
    filled = [first]
    for part in parts:
        scope, _, rest = part.partition(CLOSING)
        filled += [mint(scope.decode()).encode(), rest]
    return b"".join(filled)


def form_tokens(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: fill the placeholders in, and keep such a page out of shared caches."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        content = getattr(response, "content", None)
        if content is None or OPENING not in content:
            return response
        response.content = fill_placeholders(content)  # type: ignore[attr-defined]
        response.headers.pop("ETag", None)  # who came back with it would send an old token again
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-cache"
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response

    return middleware
