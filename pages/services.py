"""Edit the sections of a page, or of its scheduled revision, and the menus."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Final

from django.db import transaction

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from pages.models.pages import new_key
from publishing import scheduling
from publishing import services as publishing
from publishing.models import ScheduledRevision

from . import wording
from .forms import menu
from .models import MenuItem, Page
from .sections import Row

# The scheduled revision that an editor has open, in place of the live page.
Opened = ScheduledRevision | None
ON_TOP: Final = "top"


class SectionConflict(Exception):
    """A colleague changed the section after the editor opened it.

    `theirs` is its content now (None: deleted), `original` its content when it was opened.
    """

    def __init__(self, theirs: Row | None, original: Row | None, version: int) -> None:
        super().__init__()
        self.theirs = theirs
        self.original = original
        self.version = version


def locked(pk: int, opened: Opened = None) -> Page:
    """Lock and return the page; raise Page.DoesNotExist without one.

    If a scheduled revision is open, the sections are those of the pending revision. Raise
    scheduling.TooLate if none is pending any more.
    """
    page: Page = Page.objects.get(pk=pk)
    scheduling.go_live(page)
    if opened is not None:
        pending = scheduling.pending(page)
        if pending is None:
            raise scheduling.TooLate
        page.sections = pending.snapshot["sections"]
    return page


def index_of(page: Page, key: str) -> int | None:
    """Return the position of the section `key`, from 0, or None."""
    keys = [row["key"] for row in page.sections]
    return keys.index(key) if key in keys else None


def named(row: Row) -> str:
    """Return the name of a section in the history."""
    return wording.name_of(row)[:150]


def store(page: Page, by: User | None, note: str, opened: Opened = None) -> None:
    """Save and record the page, or store its sections in the pending revision."""
    if opened is not None:
        stored = Page.objects.get(pk=page.pk)
        scheduling.amend(stored, {"sections": page.sections}, by=by)
        return
    page.save()
    publishing.record(page, by=by, note=note)


@transaction.atomic
def add_section(pk: int, kind: str, content: Row, *, by: User | None, opened: Opened = None) -> str:
    """Add a section at the end of the page; return its key."""
    page = locked(pk, opened)
    row = {"key": new_key(), "kind": kind, "content": content}
    page.sections.append(row)
    store(page, by, f"Added: {named(row)}", opened)
    return str(row["key"])


@transaction.atomic
def change_section(
    pk: int, row: Row, *, version: int, by: User | None, opened: Opened = None
) -> None:
    """Replace the section with the key of `row`; one that was deleted is added at the end.

    `version` is the version of the live page that the editor opened. Raise SectionConflict if this
    section changed since; concurrent edits of other sections are kept.
    """
    page = locked(pk, opened)
    check_conflict(page, row["key"], version, opened)
    place = index_of(page, row["key"])
    if place is None:
        page.sections.append(row)
    else:
        page.sections[place] = row
    store(page, by, f"Changed: {named(row)}", opened)


def content_of(rows: list[Row], key: str) -> Row | None:
    return next((row["content"] for row in rows if row["key"] == key), None)


def check_conflict(page: Page, key: str, version: int, opened: Opened = None) -> None:
    """Raise SectionConflict if the section differs from what the editor opened.

    That is a scheduled revision, or the `version` of the live page.
    """
    if opened is None and page.version == version:
        return
    before = opened or publishing.revision_of(page, version)
    original = content_of(before.snapshot.get("sections", []), key) if before else None
    theirs = content_of(page.sections, key)
    if theirs is None or theirs != original:
        raise SectionConflict(theirs, original, page.version)


@transaction.atomic
def move_section(pk: int, key: str, *, step: int, by: User | None, opened: Opened = None) -> str:
    """Move the section by `step` places, within the page; return its key."""
    page = locked(pk, opened)
    place = index_of(page, key)
    if place is None:
        return ""
    target = min(max(place + step, 0), len(page.sections) - 1)
    if target != place:
        row = page.sections.pop(place)
        page.sections.insert(target, row)
        store(page, by, f"Moved: {named(row)}", opened)
    return key


@transaction.atomic
def duplicate_section(pk: int, key: str, *, by: User | None, opened: Opened = None) -> str | None:
    """Insert a copy after the section, without its anchor; return the key of the copy."""
    page = locked(pk, opened)
    place = index_of(page, key)
    if place is None:
        return None
    row = deepcopy(page.sections[place])
    row["key"] = new_key()
    row["content"]["anchor"] = ""
    page.sections.insert(place + 1, row)
    store(page, by, f"Copied: {named(row)}", opened)
    return str(row["key"])


@transaction.atomic
def delete_section(
    pk: int, key: str, *, version: int, by: User | None, opened: Opened = None
) -> bool:
    """Delete the section, and return whether it existed.

    Raise SectionConflict if it differs from what the editor opened.
    """
    page = locked(pk, opened)
    place = index_of(page, key)
    if place is None:
        return False
    check_conflict(page, key, version, opened)
    row = page.sections.pop(place)
    store(page, by, f"Deleted: {named(row)}", opened)
    return True


def with_section(page: Page, key: str, kind: str, content: Row) -> Page:
    """Return `page` with this section, unsaved."""
    place = index_of(page, key)
    row = {"key": key, "kind": kind, "content": content}
    if place is None:
        page.sections = [*page.sections, row]
    else:
        page.sections = [*page.sections[:place], row, *page.sections[place + 1 :]]
    return page


# Menus ------------------------------------------------------------------------------------------


def lock_menu(brand: Brand, pages: Iterable[int] = ()) -> None:
    """Lock the menu of `brand`, after the `pages` that it is to name.

    Lock pages before the menu, everywhere, or two transactions can deadlock.
    """
    list(Page.objects.select_for_update().filter(pk__in=pages).order_by("pk").values_list("pk"))
    Brand.objects.select_for_update().get(pk=brand.pk)


@transaction.atomic
def place_in_menu(page: Page, place: str, label: str) -> None:
    """Put a page into its site's menu: "" takes it out, ON_TOP puts it on the first level.

    The key of an entry of the first level puts it at the end below that entry. A page that is
    there already stays where it is. If it leaves the first level or moves, the entries nested below
    it become entries of the first level.
    """
    lock_menu(page.brand)
    items = list(MenuItem.objects.filter(brand=page.brand_id))
    mine = [item for item in items if item.page_id == page.pk]
    rest = [item for item in items if item.page_id != page.pk]
    if place and mine and place == place_of(mine[0], items):
        MenuItem.objects.filter(pk=mine[0].pk).update(label=label)
        return
    for head in [item for item in mine if not item.is_nested]:
        for item in items[items.index(head) + 1 : end_of(items, head.pk)]:
            item.is_nested = False
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
    lock_menu(brand, [entry["page"].pk for entry in entries if entry["page"]])
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
