"""How an e-mail address is compared: one normaliser, versioned, for every app."""

NORMALISER_VERSION = 1


def normalise(address: str) -> str:
    """Return `address` folded for comparison: trimmed, lower case, the domain in ASCII (IDNA).

    Dots and "+tags" stay: whether they matter is the mailbox owner's business. Text that is no
    address comes back trimmed and lower-cased.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    if not at:
        return address.strip().lower()
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        pass
    return f"{local}@{domain}"
