"""What staff do to a page: its sections are added, changed, moved, copied, taken away."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from typing import Any, Final
from zlib import crc32

from django.db import transaction

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from pages.models.pages import new_key
from publishing import changes
from publishing import services as publishing
from publishing.models import ScheduledChange

from . import wording
from .forms import menu
from .models import MenuItem, Page
from .schema import load

Row = dict[str, Any]
# When visitors see what is done to a section: at once, from a moment on, or with what waits.
When = datetime | ScheduledChange | None
ON_TOP: Final = "top"


class SectionConflict(Exception):
    """Somebody else has changed the section since the editor opened it.

    `theirs` is what it says now (None: it was deleted), `original` what it said then.
    """

    def __init__(self, theirs: Row | None, original: Row | None, version: int) -> None:
        super().__init__()
        self.theirs = theirs
        self.original = original
        self.version = version


class AlreadyWaits(Exception):
    """Somebody else has scheduled a change of the page since the editor opened it."""


def locked(pk: int, when: When = None) -> Page:
    """Return the page, held until the transaction ends; Page.DoesNotExist without one.

    Its sections are those that it will have with the change `when`; changes.TooLate where that is
    over, AlreadyWaits where `when` is a time and another change waits.
    """
    page: Page = Page.objects.get(pk=pk)
    if isinstance(when, ScheduledChange):
        page.lock()
        changes.read_again(when)
        page.sections = when.snapshot.get("sections", page.sections)
        return page
    changes.settle(page)
    if when is not None and changes.waiting_of(page):
        raise AlreadyWaits
    return page


def index_of(page: Page, key: str) -> int | None:
    """Return where the section `key` stands, counted from 0, None where it has gone."""
    keys = [row["key"] for row in page.sections]
    return keys.index(key) if key in keys else None


def named(row: Row) -> str:
    """Return how the history calls a section."""
    return wording.name_of(row)[:150]


def store(page: Page, by: User | None, note: str, when: When = None) -> None:
    """Save the page and record what it says now; or write its sections down for their time."""
    later = {"sections": page.sections}
    if isinstance(when, ScheduledChange):
        changes.amend(when, later)
    elif when is not None:
        changes.schedule(Page.objects.get(pk=page.pk), later, when, by=by)
    else:
        since = page.version
        page.save()
        page.keep_pictures()
        publishing.record(page, by=by, note=note)
        changes.follow(page, since)


@transaction.atomic
def add_section(pk: int, kind: str, content: Row, *, by: User | None, when: When = None) -> str:
    """Add a section at the end of the page; return its key."""
    page = locked(pk, when)
    row = {"key": new_key(), "kind": kind, "content": content}
    page.sections.append(row)
    store(page, by, f"Added: {named(row)}", when)
    return str(row["key"])


@transaction.atomic
def change_section(
    pk: int,
    key: str,
    kind: str,
    content: Row,
    *,
    opened: int,
    by: User | None,
    when: When = None,
) -> None:
    """Have the section say `content`; one that has gone stands at the end again.

    `opened` tells what the editor saw (`check_conflict`). Raises SectionConflict where this
    section has changed since; what others did to the rest of the page stays.
    """
    page = locked(pk, when)
    check_conflict(page, key, opened, when)
    row = {"key": key, "kind": kind, "content": content}
    place = index_of(page, key)
    if place is None:
        page.sections.append(row)
    else:
        page.sections[place] = row
    store(page, by, f"Changed: {named(row)}", when)


def stamp(page: Page, key: str) -> int:
    """Return a number for what a section says: in a change that waits, which has no versions."""
    place = index_of(page, key)
    return crc32(repr(page.sections[place]["content"]).encode()) if place is not None else 0


def check_conflict(page: Page, key: str, opened: int, when: When = None) -> None:
    """Raise SectionConflict where the section is not what it was when somebody opened it.

    `opened` is the version of the page, in a change that waits the stamp of the section.
    """
    if isinstance(when, ScheduledChange):
        if opened != stamp(page, key):
            place = index_of(page, key)
            now = page.sections[place]["content"] if place is not None else None
            raise SectionConflict(now, None, stamp(page, key))
        return
    if page.version == opened:
        return
    revision = publishing.revision_of(page, opened)
    before = revision.snapshot.get("sections", []) if revision else []
    original = next((row["content"] for row in before if row["key"] == key), None)
    place = index_of(page, key)
    theirs = page.sections[place]["content"] if place is not None else None
    if theirs is None or theirs != original:
        raise SectionConflict(theirs, original, page.version)


@transaction.atomic
def move_section(pk: int, key: str, *, step: int, by: User | None, when: When = None) -> str:
    """Move the section by `step` places, at the end of the page it stays; return its key."""
    page = locked(pk, when)
    place = index_of(page, key)
    if place is None:
        return ""
    target = min(max(place + step, 0), len(page.sections) - 1)
    if target != place:
        row = page.sections.pop(place)
        page.sections.insert(target, row)
        store(page, by, f"Moved: {named(row)}", when)
    return key


@transaction.atomic
def duplicate_section(pk: int, key: str, *, by: User | None, when: When = None) -> str | None:
    """Put a copy behind the section; return the key of the copy. Its anchor stays the first's."""
    page = locked(pk, when)
    place = index_of(page, key)
    if place is None:
        return None
    row = deepcopy(page.sections[place])
    row["key"] = new_key()
    row["content"]["anchor"] = ""
    page.sections.insert(place + 1, row)
    store(page, by, f"Copied: {named(row)}", when)
    return str(row["key"])


@transaction.atomic
def delete_section(pk: int, key: str, *, opened: int, by: User | None, when: When = None) -> None:
    """Take the section away; SectionConflict where it is not what the editor saw."""
    page = locked(pk, when)
    place = index_of(page, key)
    if place is None:
        return
    check_conflict(page, key, opened, when)
    row = page.sections.pop(place)
    store(page, by, f"Deleted: {named(row)}", when)


def with_section(page: Page, key: str, kind: str, content: Row) -> Page:
    """Return `page` as it would be with this section; nothing is saved."""
    load(kind, content)
    place = index_of(page, key)
    row = {"key": key, "kind": kind, "content": content}
    if place is None:
        page.sections = [*page.sections, row]
    else:
        page.sections = [*page.sections[:place], row, *page.sections[place + 1 :]]
    return page


# Menus ------------------------------------------------------------------------------------------


def hold_menu(brand: Brand, pages: Iterable[int] = ()) -> None:
    """Keep the menu of `brand` until the transaction ends, after the `pages` that it is to name.

    Who saves a page holds that page before the menu, and so must everybody.
    """
    list(Page.objects.select_for_update().filter(pk__in=pages).order_by("pk").values_list("pk"))
    Brand.objects.select_for_update().get(pk=brand.pk)


@transaction.atomic
def place_in_menu(page: Page, place: str, label: str) -> None:
    """Put a page into its site's menu: "" takes it out, ON_TOP puts it on the first level.

    The key of an entry of the first level puts it at the end below that entry. A page that is
    there already stays where it is.
    """
    hold_menu(page.brand)
    items = list(MenuItem.objects.filter(brand=page.brand_id))
    mine = [item for item in items if item.page_id == page.pk]
    rest = [item for item in items if item.page_id != page.pk]
    if place and mine and place == place_of(mine[0], items):
        MenuItem.objects.filter(pk=mine[0].pk).update(label=label)
        return
    MenuItem.objects.filter(page=page).delete()
    if place:
        heads = [item.pk for item in rest if not item.is_nested]
        is_nested = place.isdecimal() and int(place) in heads
        at = end_of(rest, int(place)) if is_nested else len(rest)
        item = MenuItem(brand=page.brand, page=page, label=label, is_nested=is_nested)
        rest.insert(at, item)
    for position, item in enumerate(rest):
        item.position = position
        item.save()


@transaction.atomic
def store_menu(brand: Brand, entries: list[Row], *, opened: str) -> bool:
    """Have the menu of `brand` consist of `entries`, in their order.

    Returns False, and does nothing, where it is not what the editor saw, whose digest is `opened`.
    """
    hold_menu(brand, [entry["page"].pk for entry in entries if entry["page"]])
    if menu.digest(menu.as_stored(brand)) != opened:
        return False
    MenuItem.objects.filter(brand=brand.pk).delete()
    MenuItem.objects.bulk_create(
        MenuItem(brand_id=brand.pk, position=position, **entry)
        for position, entry in enumerate(entries)
    )
    return True


def end_of(items: list[MenuItem], head: int) -> int:
    """Return the place behind the entry `head` and all that is nested under it."""
    place = [item.pk for item in items].index(head) + 1
    while place < len(items) and items[place].is_nested:
        place += 1
    return place


def place_of(item: MenuItem, items: list[MenuItem]) -> str:
    """Return the place of an entry as `place_in_menu` calls it; `items` are in their order."""
    if not item.is_nested:
        return ON_TOP
    heads = [other for other in items if not other.is_nested and other.position < item.position]
    return str(heads[-1].pk) if heads else ON_TOP
