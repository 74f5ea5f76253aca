"""Likely typos in e-mail addresses, and throw-away mailboxes."""

from disposable_email_domains import blocklist

from contactatonce.lib.email_addresses import domain_of

COMMON = {
    "gmail": "com",
    "yahoo": "com",
    "hotmail": "com",
    "outlook": "com",
    "icloud": "com",
    "comcast": "net",
    "verizon": "net",
}
# Real providers that are one typo away from a more common one.
REAL = frozenset({"ymail", "mail", "email", "gmai", "fmail", "outlook", "yahoo", "hotmail"})
SLIPPED_ENDINGS = {"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "cpm": "com"}


def suggestion(address: str) -> str:
    """Suggest a correction ("x@gmail.com" for "x@gmial.com"), or return ""."""
    local, _, domain = address.rpartition("@")
    name, _, ending = domain.lower().partition(".")
    if name in COMMON and ending in SLIPPED_ENDINGS:
        return f"{local}@{name}.{COMMON[name]}"
    if ending in SLIPPED_ENDINGS:
        return f"{local}@{name}.{SLIPPED_ENDINGS[ending]}"
    if name in REAL:
        return ""
    for common, usual in COMMON.items():
        if ending == usual and is_one_slip(name, common):
            return f"{local}@{common}.{usual}"
    return ""


def is_one_slip(typed: str, meant: str) -> bool:
    """Return whether one letter is missing, doubled or wrong, or two neighbors are swapped."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest, wanted = typed[start:], meant[start:]
    if len(typed) == len(meant):
        is_swapped = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
        return rest[1:] == wanted[1:] or is_swapped
    return rest[1:] == wanted if len(typed) > len(meant) else rest == wanted[1:]


def is_disposable(address: str) -> bool:
    """Return whether the e-mail address is at a known throw-away provider or a subdomain of one."""
    labels = domain_of(address).split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1))
