"""Read every page of every site as a visitor would, without network, and follow its links.

Only our own sites are checked: other sites must not learn what we link to.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.utils import timezone

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand

from . import crawler, sitemaps
from .crawler import NO_VISITOR
from .models import LinkProblem

MOST_PAGES = 20_000
LONGEST = 500
# Areas that recognize users, and pages made for one visitor.
UNSEEN = ("/admin/", "/accounts/", "/dev/", "/preview/", "/static/", "/media/", "/search/")
FOUND, MOVED_FOR_GOOD = 200, {301, 308}
KINDS = LinkProblem.Kind


class NotServing(Exception):
    """A site does not even show its home page, so nothing can be said of its links."""


@dataclass(frozen=True)
class Link:
    """One link of one page: both are whole addresses, the fragment is apart."""

    page: str
    target: str
    fragment: str


@dataclass
class Read:
    """What is known of a URL after it was requested."""

    status: int
    ids: frozenset[str] = frozenset()
    links: list[Link] = field(default_factory=list)


Found = tuple[Brand, LinkProblem.Kind, str, str, int | None]


class Crawl:
    """One walk over all sites, from home pages and sitemaps."""

    def __init__(self) -> None:
        self.brands = {brand.origin: brand for brand in directory.get().brands}
        self.listed = {
            f"{brand.origin}{path}"
            for brand in self.brands.values()
            for path in sitemaps.paths(brand)
        }
        self.read: dict[str, Read] = {}

    def run(self) -> list[Found]:
        """Read everything that can be reached, and return what is wrong, each thing once."""
        homes = [f"{origin}/" for origin in self.brands]
        waiting = deque([*homes, *sorted(self.listed)])
        while waiting and len(self.read) < MOST_PAGES:
            address = waiting.popleft()
            if address in self.read:
                continue
            self.read[address] = look = self.look_at(address)
            if address in homes and look.status != FOUND:
                raise NotServing(f"A home page answers {look.status}")
            waiting.extend(link.target for link in look.links if link.target not in self.read)
        return list(dict.fromkeys([*self.broken(), *self.orphans()]))

    def look_at(self, address: str) -> Read:
        """Ask one address and return what is there."""
        answer = crawler.ask(address, extra={NO_VISITOR: "1"})
        if answer.status != FOUND or not answer.is_page:
            return Read(answer.status)
        ids = {each.attributes.get("id", "") for each in answer.elements} - {""}
        return Read(FOUND, frozenset(ids), list(self.links_of(answer)))

    def links_of(self, answer: crawler.Answer) -> Iterator[Link]:
        """Yield the links of a page that lead to one of our sites."""
        for each in answer.elements:
            href = each.attributes.get("href", "").strip() if each.tag == "a" else ""
            target, _, fragment = urljoin(answer.url, href).partition("#")
            if href and self.brand_of(target) and not urlsplit(target).path.startswith(UNSEEN):
                yield Link(answer.url, target, fragment)

    def brand_of(self, address: str) -> Brand | None:
        """Return the site that a URL belongs to, None for an external one."""
        parts = urlsplit(address)
        return self.brands.get(f"{parts.scheme}://{parts.netloc}")

    def broken(self) -> Iterator[Found]:
        """Yield links that lead to nothing, to a place that is not there, or by a detour."""
        for look in self.read.values():
            for link in look.links:
                there = self.read.get(link.target)
                kind = kind_of(there, link.fragment) if there else None
                brand = self.brand_of(link.page)
                if there and kind and brand:
                    target = f"{link.target}#{link.fragment}" if link.fragment else link.target
                    short = target.removeprefix(brand.origin)
                    yield brand, kind, path_of(link.page), short[:LONGEST], there.status

    def orphans(self) -> Iterator[Found]:
        """Yield listed pages that no other page links to."""
        linked = {
            link.target
            for address, look in self.read.items()
            for link in look.links
            if link.target != address
        }
        for address in sorted(self.listed - linked):
            brand = self.brand_of(address)
            if brand and address != f"{brand.origin}/":
                yield brand, KINDS.ORPHAN, path_of(address), "", None


def kind_of(there: Read, fragment: str) -> LinkProblem.Kind | None:
    """Return the problem with a link to `there`, None if there is none."""
    if there.status in MOVED_FOR_GOOD:
        return KINDS.MOVED
    if there.status >= 400:
        return KINDS.BROKEN
    if fragment and there.status == FOUND and there.ids and fragment not in there.ids:
        return KINDS.ANCHOR
    return None


def path_of(address: str) -> str:
    """Return an address without its site."""
    parts = urlsplit(address)
    return (f"{parts.path}?{parts.query}" if parts.query else parts.path)[:LONGEST]


def check_links() -> int:
    """Crawl all sites and store the broken links; delete rows of links that are fixed.

    Return how many there are.
    """
    found = {
        (brand.pk, kind.value, page, target): status
        for brand, kind, page, target, status in Crawl().run()
    }
    store(found)
    return len(found)


@transaction.atomic
def store(found: dict[tuple[Any, str, str, str], int | None]) -> None:
    """Make the table say what was found; a problem keeps the time at which it was found first."""
    known = {
        (row.brand_id, row.kind, row.path, row.target): row for row in LinkProblem.objects.all()
    }
    mended = [row.pk for key, row in known.items() if key not in found]
    LinkProblem.objects.filter(pk__in=mended).delete()
    now = timezone.now()
    LinkProblem.objects.bulk_create(
        LinkProblem(
            brand_id=brand, kind=kind, path=page, target=target, status=status, found_at=now
        )
        for (brand, kind, page, target), status in found.items()
        if (brand, kind, page, target) not in known
    )
