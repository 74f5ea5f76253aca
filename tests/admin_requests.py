"""Requests that each admin page offers, and hostile ones made from them."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

import html5lib
from django.contrib import admin
from django.db.models import Model

from tests.leads.base import XHTML
from tests.test_admin_missing_rows import CONVERTER, OTHER, pages

HOSTILE = (
    "0x1",
    "-1",
    "9" * 30,
    "9" * 5000,
    "٣",
    "\x00",
    '{"a": 1}',
    "a" * 2000,
    "9999-12-31",
    "0001-01-01",
    "\u202e",
    "",
)
NAMES = ("q", "p", "o", "all", "e", "_changelist_filters", "_popup", "_to_field", "action")
NUMBER = re.compile(r"\d+")


class Sent(NamedTuple):
    """A request: its method, its URL, and its query string or body."""

    method: str
    url: str
    fields: dict[str, str]

    @property
    def kind(self) -> tuple[Any, ...]:
        """The same for two rows of a list."""
        return self.method, NUMBER.sub("0", self.url), frozenset(self.fields)


def base_of(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def to_lists() -> Iterator[Sent]:
    """Yield each list with each parameter that it may read, look-ups of columns included."""
    for model, model_admin in admin.site._registry.items():
        filters = [
            each[0] if isinstance(each, tuple) else getattr(each, "parameter_name", each)
            for each in model_admin.list_filter
        ]
        columns = [field.name for field in model._meta.fields]
        ends = ("", "__isnull", "__gte")
        looked = [f"{name}{end}" for name in columns for end in ends]
        for name in dict.fromkeys((*NAMES, *map(str, filters), *looked)):
            for value in HOSTILE:
                yield Sent("get", base_of(model), {name: value})


def to_keys() -> Iterator[Sent]:
    """Yield each page of a row with each hostile value as the key of the row."""
    for route in pages():
        for value in filter(None, HOSTILE):
            key = quote(value, safe="")
            url = CONVERTER.sub(lambda found, key=key: OTHER.get(found[1], key), route)
            yield from (Sent(method, url, {}) for method in ("get", "post"))


def on_page(url: str, html: str) -> Iterator[Sent]:
    """Yield what the forms and links of an admin page send, as they are shown."""
    tree = html5lib.parse(html)
    for form in tree.iter(f"{XHTML}form"):
        yield Sent(form.get("method", "get"), urljoin(url, form.get("action", "")), inputs(form))
    for link in tree.iter(f"{XHTML}a"):
        address = urlsplit(urljoin(url, link.get("href", "")))
        if address.query and address.path.startswith("/admin/"):
            fields = parse_qsl(address.query, keep_blank_values=True)
            yield Sent("get", address.path, dict(fields))


def inputs(form: Any) -> dict[str, str]:
    """Return what a browser sends for a form when its first button is pressed."""
    fields: dict[str, str] = {}
    for element in form.iter():
        name, tag = element.get("name"), element.tag.removeprefix(XHTML)
        if not name:
            continue
        if tag == "select":
            options = list(element.iter(f"{XHTML}option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            fields[name] = chosen[0].get("value", "") if chosen else ""
        elif tag == "textarea":
            fields[name] = element.text or ""
        elif tag == "button" or element.get("type") != "radio" or "checked" in element.attrib:
            fields.setdefault(name, element.get("value", ""))
    return fields


def changed(shown: Sent) -> Iterator[Sent]:
    """Yield a request with one field at a time hostile or missing, of rows in one list one."""
    for name in {NUMBER.sub("0", name): name for name in shown.fields}.values():
        for value in HOSTILE:
            yield shown._replace(fields=shown.fields | {name: value})
        rest = {each: value for each, value in shown.fields.items() if each != name}
        yield shown._replace(fields=rest)
