"""Encrypt personal data outside the declared columns (Fernet: encrypted and authenticated)."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(content: bytes) -> bytes:
    return _fernet().encrypt(content)


def unseal(sealed: bytes) -> bytes:
    """Decrypt with any known export key; raise cryptography's InvalidToken otherwise."""
    return _fernet().decrypt(sealed)


def secrets_for(purpose: str, given: list[str]) -> list[bytes]:
    """Return the keys for one purpose, the current one first.

    `given` are dedicated keys from the settings; the secret key and its fallbacks follow. So a
    dedicated key can be set later, or the secret key be changed, without losing anything.
    """
    texts = [text for text in [*given, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS] if text]
    return [hmac.digest(text.encode(), purpose.encode(), hashlib.sha256) for text in texts]


def keys_for(purpose: str, given: list[str]) -> dict[str, bytes]:
    """Return the keys for one purpose by their id, the current one first."""
    secrets = secrets_for(purpose, given)
    return {hashlib.sha256(b"id:" + secret).hexdigest()[:8]: secret for secret in secrets}


def _fernet() -> MultiFernet:
    keys = secrets_for("privacy.exports", [settings.EXPORT_KEY, *settings.EXPORT_KEY_FALLBACKS])
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
