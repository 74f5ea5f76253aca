"""Read the pages and menus of a site, content/<site>/, into typed sections and check them."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

from django import forms

from contactatonce.brands.models import Brand
from contactatonce.lib import content
from contactatonce.lib.content import ContentError

from .forms.fields import LinkWidget
from .forms.kinds import FORMS
from .schema import KINDS, dump
from .sections import Section

HOME: Final = "home"
VERBATIM: Final = {("text", "text"), ("video", "transcript")}  # elsewhere a line break is a space


@dataclass(frozen=True)
class PageContent:
    """A page as a file describes it; `place` names the file."""

    path: str
    title: str
    description: str
    sections: tuple[Section, ...]
    place: str


@dataclass(frozen=True)
class Item:
    """An entry of a menu: a link, or a heading above links of its own."""

    label: str
    url: str = ""
    items: tuple["Item", ...] = ()


def pages_of(brand: Brand) -> Iterator[PageContent]:
    """Yield the pages of a site: those of content/shared that it does not replace, and its own."""
    files = {
        str(file.relative_to(root).with_suffix("")): file
        for root in (content.ROOT / "shared/pages", content.ROOT / brand.slug / "pages")
        for file in root.rglob("*.toml")
    }
    for name, file in sorted(files.items()):
        yield read_page(file, "/" if name == HOME else f"/{name}/", brand)


def read_page(file: Path, path: str, brand: Brand) -> PageContent:
    """Return the page of a file; a home page may leave title and description to the site's own."""
    place = content.name_of(file)
    found = content.read(file)
    if path == "/":
        found = {"title": brand.tagline, "description": brand.description, **found}
    content.check_names(found, place, needed=("title", "description", "sections"))
    sections = tuple(
        read_section(section, f"{place}: section {number}", brand)
        for number, section in enumerate(found["sections"], 1)
    )
    return PageContent(path, found["title"], folded(found["description"]), sections, place)


def read_section(found: Any, place: str, brand: Brand) -> Section:
    """Return the section that a table describes, checked by the form that editors use."""
    content.check_names(found, place, needed=(), optional=found)
    if "include" in found:
        place = f"{place} (content/shared/{found['include']}.toml)"
    found = content.with_include(found, place)
    kind = found.get("kind")
    if kind not in KINDS:
        raise ContentError(f"{place}, kind: choose one of {', '.join(sorted(KINDS))}.")
    place = f"{place}, {kind}"
    told = {
        name: value if (kind, name) in VERBATIM else folded(value)
        for name, value in found.items()
        if name != "kind"
    }
    section: Section = parse(KINDS[kind], told, place)
    check_section(section, place, brand)
    return section


def menu_of(brand: Brand) -> tuple[Item, ...]:
    """Return the menu of a site; empty without a file."""
    file = content.ROOT / brand.slug / "menu.toml"
    if not file.exists():
        return ()
    place, found = content.name_of(file), content.read(file)
    content.check_names(found, place, needed=("items",))
    items: tuple[Item, ...] = parse(tuple[Item, ...], found["items"], f"{place}, items")
    return items


def folded(value: Any) -> Any:
    """Return a text on one line; lists and tables likewise."""
    if isinstance(value, dict):
        return {name: folded(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [folded(inner) for inner in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def parse(wanted: Any, value: Any, place: str) -> Any:
    """Return a TOML value as the type `wanted`; ContentError names the field that differs."""
    arguments = get_args(wanted)
    if NoneType in arguments:
        return parse(next(one for one in arguments if one is not NoneType), value, place)
    if get_origin(wanted) is tuple:
        if not isinstance(value, list):
            raise ContentError(f"{place} must be a list.")
        return tuple(parse(arguments[0], one, f"{place} {n}") for n, one in enumerate(value, 1))
    if is_dataclass(wanted) and isinstance(wanted, type):
        optional = {field.name for field in fields(wanted) if field.default is not MISSING}
        needed = {field.name for field in fields(wanted)} - optional
        content.check_names(value, place, needed=sorted(needed), optional=optional)
        hints = get_type_hints(wanted)
        given = {name: parse(hints[name], one, f"{place}, {name}") for name, one in value.items()}
        return wanted(**given)
    if type(value) is not wanted:
        raise ContentError(f"{place} must be of the type {wanted.__name__}.")
    return value


def check_section(section: Section, place: str, brand: Brand) -> None:
    """Raise ContentError unless an editor could have written the section in the admin."""
    told, form = dump(section), FORMS[section.kind]
    written = form(sent(form, told))
    written.stand_on(brand, told)  # an inquiry form may be loaded after the page
    refuse_errors(written, place)
    for number, row in enumerate(told[form.rows] if form.rows else (), 1):
        refuse_errors(form.row(sent(form.row, row)), f"{place}, {form.rows} {number}")


def refuse_errors(form: forms.Form, place: str) -> None:
    for name, reasons in form.errors.items():
        raise ContentError(f"{place}, {name}: {' '.join(map(str, reasons))}")


def sent(form: type[forms.Form], told: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser would send for a form that shows `told`."""
    data: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        value = field.prepare_value(told.get(name))
        if isinstance(field.widget, LinkWidget):
            data[f"{name}_label"], data[f"{name}_url"] = field.widget.decompress(value)
        else:
            data[name] = value
    return data
