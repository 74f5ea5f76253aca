"""Recognize an e-mail address without storing it: a keyed digest of the normalized form.

Without the key no dictionary of addresses matches anything (RFC 2104). Each fingerprint names its
key and normalizer, so that both can change while old fingerprints still match.
"""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from contactatonce.lib.email_addresses import NORMALIZER_VERSION, NORMALIZERS


@dataclass(frozen=True)
class Fingerprint:
    """The digest of an address (hex), the key's id and the normalizer's version."""

    value: str
    key_id: str
    normalizer: int

    @property
    def columns(self) -> dict[str, str | int]:
        """Return the column values of a row about this address."""
        return {
            "fingerprint": self.value,
            "key_id": self.key_id,
            "normalizer": self.normalizer,
        }


def keys() -> dict[str, bytes]:
    """Return every known key by its id, the current one first."""
    given = [settings.SUPPRESSION_KEY, *settings.SUPPRESSION_KEY_FALLBACKS]
    secrets = [secret.encode() for secret in given if secret]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        secrets.append(_digest(secret.encode(), b"privacy.fingerprints").digest())
    return {hashlib.sha256(b"id:" + secret).hexdigest()[:8]: secret for secret in secrets}


def fingerprint_of(address: str) -> Fingerprint:
    """Return the fingerprint of `address` under the key and the normalizer in use."""
    key_id, key = next(iter(keys().items()))
    return Fingerprint(_value(key, address, NORMALIZER_VERSION), key_id, NORMALIZER_VERSION)


def digests_of(address: str) -> list[str]:
    """Return the digests of `address` under every known key and normalizer."""
    return [_value(key, address, version) for key in keys().values() for version in NORMALIZERS]


def is_about(address: str) -> Q:
    """Return the condition for the rows that are about `address`."""
    return Q(fingerprint__in=digests_of(address))


def sign(text: str) -> list[bytes]:
    """Return the MAC of `text` under every known key, the one in use first."""
    return [_digest(key, b"link:" + text.encode()).digest() for key in keys().values()]


def _value(key: bytes, address: str, version: int) -> str:
    folded = NORMALIZERS[version](address)
    return _digest(key, f"address:{version}:{folded}".encode()).hexdigest()


def _digest(key: bytes, message: bytes) -> "hmac.HMAC":
    return hmac.new(key, message, hashlib.sha256)
