"""Secrets in links to people without an account, computed from a row's key and not stored.

The prefix of a capital, a digit and a small letter makes sure that the log scrubber recognizes the
whole secret, whatever random characters follow.
"""

import base64
import hmac
import uuid

from . import fingerprints

PREFIX = "B1a"
KEY_LENGTH = 22  # length of a UUID in base64


def token(purpose: str, key: uuid.UUID) -> str:
    """Return the secret for the page `purpose` ("blog.comment") of the row with `key`."""
    return f"{PREFIX}{_text(key.bytes)}{_signatures(purpose, key)[0]}"


def read(purpose: str, secret: str) -> uuid.UUID | None:
    """Return the key of the row that a secret opens, or None if it is forged."""
    if not (
        secret.isascii() and secret.startswith(PREFIX)
    ):  # compare_digest() raises TypeError otherwise
        return None
    name, signature = secret[len(PREFIX) :][:KEY_LENGTH], secret[len(PREFIX) + KEY_LENGTH :]
    try:
        key = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{name}=="))
    except ValueError:
        return None
    matches = [hmac.compare_digest(signature, right) for right in _signatures(purpose, key)]
    return key if any(matches) else None


def _signatures(purpose: str, key: uuid.UUID) -> list[str]:
    return [_text(mac[:18]) for mac in fingerprints.sign(f"{purpose}:{key.hex}")]


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
