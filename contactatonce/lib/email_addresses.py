"""How an e-mail address is compared: one normaliser, versioned, for every app."""

from collections.abc import Callable
from contextlib import suppress

NORMALISER_VERSION = 1


def normalise(address: str) -> str:
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


NORMALISERS: dict[int, Callable[[str], str]] = {NORMALISER_VERSION: normalise}


def spellings(address: str) -> list[str]:
    """Return the lower-case spellings of a normalised `address`: domain in ASCII, in Unicode."""
    local, at, domain = address.rpartition("@")
    if not at:
        return [address]
    try:
        unicode_domain = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return [address]
    return [address] if unicode_domain == domain else [address, f"{local}@{unicode_domain}"]
