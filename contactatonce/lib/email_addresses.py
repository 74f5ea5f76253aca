"""How an e-mail address is compared: one normalizer, versioned, for every app."""

from collections.abc import Callable
from contextlib import suppress

NORMALIZER_VERSION = 1


def normalize(address: str) -> str:
    """Return `address` folded for comparison: trimmed, lower case, the domain in ASCII (IDNA).

    Dots and "+tags" stay: whether they matter is the mailbox owner's business. Text that is no
    address comes back trimmed and lower-cased.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    if not at:
        return address.strip().lower()
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"


NORMALIZERS: dict[int, Callable[[str], str]] = {NORMALIZER_VERSION: normalize}


def spellings(address: str) -> list[str]:
    """Return the lower-case spellings of a normalized `address`: domain in ASCII, in Unicode."""
    local, at, domain = address.rpartition("@")
    if not at:
        return [address]
    try:
        unicode_domain = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return [address]
    return [address] if unicode_domain == domain else [address, f"{local}@{unicode_domain}"]
