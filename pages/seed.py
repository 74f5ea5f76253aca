"""Load the pages and menus of a new installation from content/<site>/."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from django import forms
from django.db import transaction
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib import content
from contactatonce.lib.content import ContentError, Table
from publishing import services

from .forms.fields import DrawingField, LinesField, LinkField
from .forms.kinds import KINDS
from .models import MenuItem, Page
from .models.pages import new_key
from .sections import Row

HOME: Final = "home"
VERBATIM: Final = {("text", "text"), ("video", "transcript")}  # elsewhere a line break is a space


@transaction.atomic
def load_pages() -> bool:
    """Create pages and menus unless a page exists; return whether it did.

    A site has the pages of content/shared that it does not replace, and its own.
    """
    if Page.objects.exists():
        return False
    for brand in Brand.objects.all():
        files = {
            str(file.relative_to(root).with_suffix("")): file
            for root in (content.ROOT / "shared/pages", content.ROOT / brand.slug / "pages")
            for file in root.rglob("*.toml")
        }
        for name, file in sorted(files.items()):
            create_page(brand, file, "/" if name == HOME else f"/{name}/")
        create_menu(brand)
    return True


def create_page(brand: Brand, file: Path, path: str) -> None:
    """Store and publish the page of a file, and its text as the first revision.

    A home page may leave title and description to the site's own.
    """
    place = content.name_of(file)
    found = content.read(file)
    if path == "/":
        found = {"title": brand.tagline, "description": brand.description, **found}
    content.check_names(found, place, needed=("title", "description", "sections"))
    page = content.create(
        Page,
        place,
        brand=brand,
        path=path,
        title=found["title"],
        description=folded(found["description"]),
        sections=[
            read_section(section, where, brand)
            for where, section in content.each(found["sections"], dict, f"{place}: section")
        ],
        publish_at=timezone.now(),
    )
    services.record(page, note="As it was installed")


def read_section(table: Any, place: str, brand: Brand) -> Row:
    """Return the section that a table describes, as the form that editors use cleans it."""
    content.check_names(table, place, needed=(), optional=table)
    if "include" in table:
        place = f"{place} (content/shared/{table['include']}.toml)"
    found = content.with_include(table, place)
    kind = content.expect(found.pop("kind", ""), str, f"{place}, kind")
    if kind not in KINDS:
        raise ContentError(f"{place}, kind: choose one of {', '.join(sorted(KINDS))}.")
    told = {
        name: value if (kind, name) in VERBATIM else folded(value) for name, value in found.items()
    }
    place = f"{place}, {kind}"
    wanted = KINDS[kind]
    rows = told.pop(wanted.rows, [])
    content.expect(rows, list, f"{place}, {wanted.rows}")
    if wanted.rows and not rows:
        raise ContentError(f"{place}: {wanted.rows} is missing.")
    form = wanted(sent(wanted(), told, place))
    form.limit_to(brand, form.data)  # an inquiry form may be loaded after the page
    refuse_errors(form, place)
    cleaned = [
        read_row(wanted.row, row, f"{place}, {wanted.rows} {n}") for n, row in enumerate(rows, 1)
    ]
    return {"key": new_key(), "kind": kind, "content": form.content(cleaned)}


def read_row(wanted: type[forms.Form], told: Table, place: str) -> Table:
    """Return a row of a section, cleaned."""
    form = wanted(sent(wanted(), told, place))
    refuse_errors(form, place)
    return form.cleaned_data


def refuse_errors(form: forms.Form, place: str) -> None:
    for name, reasons in form.errors.items():
        raise ContentError(f"{place}, {name}: {' '.join(map(str, reasons))}")


def sent(form: forms.Form, told: Table, place: str) -> dict[str, Any]:
    """Return what a browser would send for a form that shows `told`."""
    content.check_names(told, place, needed=(), optional=form.fields)
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value, here = told.get(name, field.initial), f"{place}, {name}"
        if value is None:
            continue
        if isinstance(field, LinkField):
            content.check_names(value, here, needed=("label", "url"))
            for part, text in value.items():
                data[f"{name}_{part}"] = content.expect(text, str, f"{here}, {part}")
        elif isinstance(field, DrawingField):
            content.check_names(value, here, needed=("name",), optional=("trade",))
            data[name] = field.prepare_value({"trade": "car", **value}) or value["name"]
        elif isinstance(field, LinesField):
            data[name] = field.prepare_value([text for _, text in content.each(value, str, here)])
        elif isinstance(field, forms.CharField):
            data[name] = content.expect(value, str, here)
        else:
            data[name] = str(value)
    return data


def folded(value: Any) -> Any:
    """Return a text on one line; lists and tables likewise."""
    if isinstance(value, dict):
        return {name: folded(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [folded(inner) for inner in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def create_menu(brand: Brand) -> None:
    """Store the menu of a site; an entry for the path of a page follows that page when it moves."""
    pages = {page.path: page for page in Page.objects.filter(brand=brand)}
    for position, (item, is_nested) in enumerate(menu_of(brand)):
        url = item.get("url", "")
        content.create(
            MenuItem,
            f"content/{brand.slug}/menu.toml, {item['label']} (url: {url})",
            brand=brand,
            position=position,
            is_nested=is_nested,
            label=item["label"],
            page=pages.get(url),
            target="" if url in pages else url,
        )


def menu_of(brand: Brand) -> Iterator[tuple[Table, bool]]:
    """Yield each entry of a site's menu, and whether it is nested; nothing without a file."""
    file = content.ROOT / brand.slug / "menu.toml"
    if not file.exists():
        return
    place, found = content.name_of(file), content.read(file)
    content.check_names(found, place, needed=("items",))
    for here, item in content.each(found["items"], dict, f"{place}, items"):
        check_item(item, here, optional=("url", "items"))
        yield item, False
        for inside, nested in content.each(item.get("items", []), dict, f"{here}, items"):
            check_item(nested, inside, optional=("url",))
            yield nested, True


def check_item(item: Table, place: str, *, optional: Collection[str]) -> None:
    """Raise ContentError unless an entry of a menu has a label, and an URL that is a text."""
    content.check_names(item, place, needed=("label",), optional=optional)
    for name in ("label", "url"):
        content.expect(item.get(name, ""), str, f"{place}, {name}")
