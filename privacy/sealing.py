"""Personal data outside the declared columns is sealed: encrypted and authenticated (Fernet)."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(content: bytes) -> bytes:
    """Return `content` encrypted under the export key in use."""
    return _fernet().encrypt(content)


def unseal(sealed: bytes) -> bytes:
    """Return what was sealed under any known export key; raises cryptography's InvalidToken."""
    return _fernet().decrypt(sealed)


def secrets_for(purpose: str, given: list[str]) -> list[bytes]:
    """Return the keys for one purpose, the one in use first.

    `given` are keys of its own from the settings. The secret key and its fallbacks come after them:
    a key of its own can be set later, or the secret key be changed, and nothing old is lost.
    """
    texts = [text for text in [*given, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS] if text]
    return [hmac.digest(text.encode(), purpose.encode(), hashlib.sha256) for text in texts]


def _fernet() -> MultiFernet:
    keys = secrets_for("privacy.exports", [settings.EXPORT_KEY, *settings.EXPORT_KEY_FALLBACKS])
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
