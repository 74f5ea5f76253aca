"""The one place that reads a visitor's network address, and only to count requests (P07)."""

import hashlib
import hmac
import ipaddress
from typing import Any

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104  a placeholder, nothing binds to it


def client_ip(request: HttpRequest) -> str:
    """Return the visitor's IP address, or 0.0.0.0 if it is unknown.

    X-Forwarded-For is trusted for `settings.TRUSTED_PROXIES` hops, counted from the right: what a
    visitor adds to the header is further left and has no effect. IPv4 addresses mapped into IPv6
    are unmapped, or all of them would share one /64.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= settings.TRUSTED_PROXIES and hops[-settings.TRUSTED_PROXIES]:
            address = hops[-settings.TRUSTED_PROXIES]
    try:
        parsed = ipaddress.ip_address(without_port_and_scope(address))
    except ValueError:
        return UNKNOWN
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)


def without_port_and_scope(address: str) -> str:
    """Return the bare address: some proxies add a port, link-local addresses name an interface."""
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    return address.partition("%")[0]


class KeyedDigest:
    """Hash for django-ratelimit's cache keys that cannot be reversed without the secret key."""

    def __init__(self, message: bytes) -> None:
        self._mac = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256)

    def hexdigest(self) -> str:
        return self._mac.hexdigest()


def keyed_digest(message: bytes) -> Any:
    """Return a hashlib-like object over `message`, as RATELIMIT_HASH_ALGORITHM wants it."""
    return KeyedDigest(message)
