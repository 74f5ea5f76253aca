"""Resolve links: to this site, to another of our sites, or to an external website."""

from typing import Final
from urllib.parse import urlsplit

from contactatonce.brands import directory

OUTBOUND_REL: Final = "external noopener"  # P26: what lies there is outside our policy


def href(target: str) -> str:
    """Return the address of `target`: "site:<slug>" is another site's home, all else stays."""
    if not target.startswith("site:"):
        return target
    try:
        return f"{directory.by_slug(target.removeprefix('site:')).origin}/"
    except KeyError:
        return "/"


def is_outbound(address: str) -> bool:
    """Return whether the URL `address` leads to an external website."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https", ""} or not parts.netloc:
        return False
    sites = directory.directory.get()
    host = (parts.hostname or "").lower()
    ours = {urlsplit(brand.origin).hostname for brand in sites.brands}
    return not (host in sites.by_host or host in sites.aliases or host in ours)
