"""Menus, page titles for breadcrumbs, and chat portals: cached for seconds, shown on every page."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from contactatonce.lib.timed_cache import TimedCache

from .models import MenuItem, Page, Portal


@dataclass(frozen=True)
class Entry:
    """One entry of a menu as a visitor sees it: a link, or a heading over links."""

    label: str
    url: str = ""
    items: tuple["Entry", ...] = ()

    def is_at(self, path: str) -> bool:
        return self.url == path

    def is_over(self, path: str) -> bool:
        return any(item.is_at(path) for item in self.items)


@dataclass(frozen=True)
class Outline:
    """The menus of all sites and the titles of their published pages, by sites and paths."""

    menus: dict[int, tuple[Entry, ...]]
    paths: dict[int, dict[str, str]]


def read_outline() -> Outline:
    """Read menus and paths: two queries, however many pages there are."""
    rows_now = Page.objects.published().only("brand", "path", "title")
    published = {page.pk: page for page in rows_now}
    paths: dict[int, dict[str, str]] = {}
    for page in published.values():
        paths.setdefault(page.brand_id, {})[page.path] = page.title
    rows: dict[int, list[MenuItem]] = {}
    for item in MenuItem.objects.all():
        if item.page_id in published:
            item.page = published[item.page_id]
        rows.setdefault(item.brand_id, []).append(item)
    return Outline(
        menus={brand: tuple(entries(items, published)) for brand, items in rows.items()},
        paths=paths,
    )


def entries(rows: list[MenuItem], published: Container[int]) -> Iterator[Entry]:
    """Yield a menu of two levels from its rows in order; what leads nowhere now is left out."""
    groups: list[tuple[MenuItem, list[MenuItem]]] = []
    for row in rows:
        if row.is_nested and groups:
            groups[-1][1].append(row)
        else:
            groups.append((row, []))
    for head, nested in groups:
        links = [
            row
            for row in (head, *nested)
            if (row.page_id in published if row.page_id else row.target)
        ]
        below = tuple(Entry(row.words, row.url) for row in links)
        if any(row in links for row in nested):
            yield Entry(head.label or below[0].label, items=below)
        else:
            yield from below


outline: TimedCache[Outline] = TimedCache(read_outline, name="outline")
portals: TimedCache[tuple[Portal, ...]] = TimedCache(
    lambda: tuple(Portal.objects.all()), name="portals"
)


def trail(page: Page) -> list[tuple[str, str]]:
    """Return the path to a page: the home page, the pages above it, itself without a link."""
    titles = outline.get().paths.get(page.brand_id, {})
    parts = page.path.strip("/").split("/")
    above = ["/".join(["", *parts[:depth], ""]) for depth in range(1, len(parts))]
    found = [(titles[path], path) for path in above if path in titles]
    return [("Home", "/"), *found, (page.title, "")]
