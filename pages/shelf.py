"""Published pages and menus, kept in the process for seconds: a warm page asks no database."""

from collections import OrderedDict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.timed_cache import TimedCache
from media import pictures

from .layout import Layout, arrange
from .models import MenuItem, Page, Portal

MOST_PAGES: Final = 500


@dataclass(frozen=True)
class Shown:
    """A published page, ready for its template; whoever gets it changes nothing."""

    page: Page
    layout: Layout
    social_image: str

    @property
    def context(self) -> dict[str, object]:
        """What templates/pages/page.html needs."""
        return {
            "page": self.page,
            "layout": self.layout,
            "social_image": self.social_image,
            "trail": trail(self.page),
        }


def read_page(brand_id: int, path: str) -> Shown | None:
    """Return the page under `path` if visitors may see it now; three queries at most."""
    rows = Page.objects.published().with_changes().filter(brand=brand_id, path=path).shown()
    if not rows:
        return None
    [page] = rows
    shown = page.shown_pictures()
    social = shown.get(page.social_image_id)
    return Shown(
        page,
        arrange(page.placed(), shown, timezone.localdate()),
        pictures.url(social, 1200) if social else "",
    )


class Shelf:
    """The pages that were asked for last. What is not there is asked of the database each time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, str], TimedCache[Shown | None]] = OrderedDict()
        self._lock = Lock()

    def find(self, brand: Brand, path: str) -> Shown | None:
        """Return the published page of `brand` under `path`, if there is one."""
        key = (brand.pk, path)
        kept = self._kept.get(key)
        if kept is not None:
            return kept.get()
        kept = TimedCache(lambda: read_page(*key))
        found = kept.get()
        if found is not None:
            self._keep(key, kept)
        return found

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def _keep(self, key: tuple[int, str], kept: "TimedCache[Shown | None]") -> None:
        with self._lock:
            self._kept[key] = kept
            while len(self._kept) > MOST_PAGES:
                self._kept.popitem(last=False)


shelf = Shelf()


# Menus ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One entry of a menu as a visitor sees it: a link, or a heading over links."""

    label: str
    url: str = ""
    items: tuple["Entry", ...] = ()

    def is_at(self, path: str) -> bool:
        """Tell whether the visitor is on the page that it leads to."""
        return self.url == path

    def is_over(self, path: str) -> bool:
        """Tell whether one of its links leads to the page that the visitor is on."""
        return any(item.is_at(path) for item in self.items)


@dataclass(frozen=True)
class Outline:
    """The menus of all sites and the titles of their published pages, by sites and paths."""

    menus: dict[int, tuple[Entry, ...]]
    paths: dict[int, dict[str, str]]


def read_outline() -> Outline:
    """Read menus and paths: two queries, however many pages there are."""
    rows_now = Page.objects.published().with_changes().only("brand", "path", "title").shown()
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
        links = [row for row in (head, *nested) if leads_somewhere(row, published)]
        below = tuple(Entry(row.words, row.url) for row in links)
        if any(row in links for row in nested):
            yield Entry(head.label or below[0].label, items=below)
        else:
            yield from below


def leads_somewhere(row: MenuItem, published: Container[int]) -> bool:
    return row.page_id in published if row.page_id else bool(row.target)


outline: TimedCache[Outline] = TimedCache(read_outline)
portals: TimedCache[tuple[Portal, ...]] = TimedCache(lambda: tuple(Portal.objects.all()))


def trail(page: Page) -> list[tuple[str, str]]:
    """Return where a page stands: the home page, the pages above it, itself without a path."""
    titles = outline.get().paths.get(page.brand_id, {})
    parts = page.path.strip("/").split("/")
    above = ["/".join(["", *parts[:depth], ""]) for depth in range(1, len(parts))]
    found = [(titles[path], path) for path in above if path in titles]
    return [("Home", "/"), *found, (page.title, "")]
