"""The sitemaps of a site: each app registers its pages in its `sitemaps.py`.

The nightly link check reads them too. (https://www.sitemaps.org/protocol.html)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import Any

from contactatonce.brands.models import Brand

MOST_ADDRESSES = 10_000  # in one file; the protocol allows five times as many


@dataclass(frozen=True)
class Address:
    """One page of a site, and when it last changed as far as that is known."""

    path: str
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Section:
    """The pages of one kind."""

    name: str
    rows: Callable[[Brand], Iterable[Any]]
    path: Callable[[Any], str]
    changed_at: Callable[[Any], datetime | None]

    def addresses(self, brand: Brand) -> list[Address]:
        return [Address(self.path(row), self.changed_at(row)) for row in self.rows(brand)]


@dataclass(frozen=True)
class Part:
    """One file of a site's sitemap."""

    path: str
    addresses: list[Address]

    @property
    def changed_at(self) -> datetime | None:
        """When the latest of its pages changed."""
        return max((found.changed_at for found in self.addresses if found.changed_at), default=None)


sections: dict[str, Section] = {}


def section(
    name: str,
    *,
    rows: Callable[[Brand], Iterable[Any]],
    path: Callable[[Any], str] = itemgetter(0),
    changed_at: Callable[[Any], datetime | None] = itemgetter(1),
) -> None:
    """List the pages of one kind in each site's sitemap.

    `rows` returns, in a fixed order, what visitors of a site may see now, without copies whose
    canonical URL is elsewhere. `changed_at` is when the content changed, or None if that is
    unknown. Pairs need neither function.
    """
    sections[name] = Section(name, rows, path, changed_at)


def parts(brand: Brand) -> list[Part]:
    """Return every file of the site's sitemap."""
    return [part for name in sections for part in parts_of(brand, name)]


def parts_of(brand: Brand, name: str) -> list[Part]:
    """Return the files of one section; none for a section without pages."""
    addresses = iter(sections[name].addresses(brand))
    found: list[Part] = []
    while batch := list(islice(addresses, MOST_ADDRESSES)):
        found.append(Part(part_path(name, len(found) + 1), batch))
    return found


def part_path(name: str, number: int) -> str:
    return f"/sitemap-{name}-{number}.xml"


def paths(brand: Brand) -> list[str]:
    """Return the path of every page of the site."""
    return [found.path for part in parts(brand) for found in part.addresses]
