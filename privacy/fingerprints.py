"""Recognize an e-mail address without storing it: a keyed digest of the normalized form.

Without the key no dictionary of addresses matches anything (RFC 2104). Each fingerprint names its
key and normalizer, so that both can change while old fingerprints still match.
"""

import hmac
from typing import Any

from django.conf import settings
from django.db import models

from contactatonce.lib.email_addresses import NORMALIZER_VERSION, NORMALIZERS

from .sealing import keys_for


class AboutAddress(models.Model):
    """A row that recognizes an e-mail address by a keyed fingerprint."""

    fingerprint = models.CharField("coded form of the address", max_length=64, editable=False)
    key_id = models.CharField("key", max_length=8, editable=False)
    normalizer = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        abstract = True

    @property
    def address_columns(self) -> dict[str, Any]:
        """Return the column values of another row about the same address."""
        names = ("fingerprint", "key_id", "normalizer")
        return {name: getattr(self, name) for name in names}


def keys() -> dict[str, bytes]:
    """Return every known key by its id, the current one first."""
    given = [settings.SUPPRESSION_KEY, *settings.SUPPRESSION_KEY_FALLBACKS]
    return keys_for("privacy.fingerprints", given)


def columns_about(address: str) -> dict[str, Any]:
    """Return the columns of a row about `address`, under the key and the normalizer in use."""
    key_id, key = next(iter(keys().items()))
    value = _value(key, address, NORMALIZER_VERSION)
    return {"fingerprint": value, "key_id": key_id, "normalizer": NORMALIZER_VERSION}


def digests_of(address: str) -> list[str]:
    """Return the digests of `address` under every known key and normalizer."""
    return [_value(key, address, version) for key in keys().values() for version in NORMALIZERS]


def is_about(address: str) -> models.Q:
    """Return the condition for the rows that are about `address`."""
    return models.Q(fingerprint__in=digests_of(address))


def sign(text: str) -> list[bytes]:
    """Return the MAC of `text` under every known key, the one in use first."""
    return [hmac.digest(key, b"link:" + text.encode(), "sha256") for key in keys().values()]


def _value(key: bytes, address: str, version: int) -> str:
    folded = NORMALIZERS[version](address)
    return hmac.digest(key, f"address:{version}:{folded}".encode(), "sha256").hex()
