"""Secrets in the links of a privacy request.

Each begins with a capital, a digit and a small letter, so that the log scrubber always recognizes
it, whatever random characters follow.
"""

import base64
import hashlib
import hmac
import secrets
import uuid

from privacy import fingerprints
from privacy.models import PrivacyRequest

CONFIRM = "C1a"
STATUS = "S1a"
BYTES = 24  # 192 bits; 128 are the minimum
KEY_LENGTH = 22  # characters of a UUID in base64


def new_secret() -> str:
    """Return a fresh secret for a confirmation; only its digest is stored."""
    return CONFIRM + secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def status_token(request: PrivacyRequest) -> str:
    """Return the secret of the request's status page; it is computed, not stored."""
    return f"{STATUS}{_text(request.key.bytes)}{_signatures(request.key)[0]}"


def find_by_status(token: str) -> PrivacyRequest | None:
    """Return the confirmed request whose status page `token` opens, or None."""
    name, signature = token[len(STATUS) :][:KEY_LENGTH], token[len(STATUS) + KEY_LENGTH :]
    if not token.isascii():  # compare_digest() raises on non-ASCII
        return None
    try:
        key = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{name}=="))
    except ValueError:
        return None
    matches = [hmac.compare_digest(signature, right) for right in _signatures(key)]
    if not any(matches):
        return None
    known = PrivacyRequest.objects.with_details()
    return known.filter(key=key, confirmed_at__isnull=False).first()


def _signatures(key: uuid.UUID) -> list[str]:
    return [_text(mac[:18]) for mac in fingerprints.sign(f"request-status:{key.hex}")]


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
