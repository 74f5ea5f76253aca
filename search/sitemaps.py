"""The sitemaps of a site: each app registers its pages in its `sitemaps.py`.

The nightly link check reads them too. (https://www.sitemaps.org/protocol.html)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from contactatonce.brands.models import Brand

MOST_ADDRESSES = 10_000  # in one file; the protocol allows five times as many


@dataclass(frozen=True)
class Address:
    """One page of a site, and when it last changed as far as that is known."""

    path: str
    changed_at: datetime | None


@dataclass(frozen=True)
class Part:
    """One file of a site's sitemap."""

    path: str
    addresses: list[Address]

    @property
    def changed_at(self) -> datetime | None:
        """When the latest of its pages changed."""
        return max((found.changed_at for found in self.addresses if found.changed_at), default=None)


Rows = Callable[[Brand], Iterable[tuple[str, datetime | None]]]
sections: dict[str, Rows] = {}


def section(name: str, *, rows: Rows) -> None:
    """List the pages of one kind in each site's sitemap.

    `rows` returns, in a fixed order, path and last change (None if unknown) of what visitors of a
    site may see now, without copies whose canonical URL is elsewhere.
    """
    sections[name] = rows


def parts(brand: Brand) -> list[Part]:
    return [part for name in sections for part in parts_of(brand, name)]


def parts_of(brand: Brand, name: str) -> list[Part]:
    """Return the files of one section; none for a section without pages."""
    addresses = iter(sections[name](brand))
    found: list[Part] = []
    while batch := [Address(*row) for row in islice(addresses, MOST_ADDRESSES)]:
        found.append(Part(f"/sitemap-{name}-{len(found) + 1}.xml", batch))
    return found


def paths(brand: Brand) -> list[str]:
    return [found.path for part in parts(brand) for found in part.addresses]
