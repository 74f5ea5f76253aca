"""Convert typed sections to the JSON in the database and back."""

from collections.abc import Iterator
from dataclasses import MISSING, Field, asdict, fields, is_dataclass
from datetime import date
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

from . import sections
from .sections import Section

KINDS: Final[dict[str, type[Section]]] = {
    found.kind: found
    for found in (
        sections.Hero,
        sections.Benefits,
        sections.Solutions,
        sections.Walk,
        sections.Steps,
        sections.Topics,
        sections.Statistics,
        sections.Logos,
        sections.Testimonials,
        sections.Video,
        sections.Questions,
        sections.InquiryForm,
        sections.LatestPosts,
        sections.Offices,
        sections.Portals,
        sections.RichText,
        sections.About,
        sections.Assurances,
        sections.CallToAction,
    )
}


def label_of(kind: str) -> str:
    """Return the label of a kind of section; a removed kind is its own label."""
    return KINDS[kind].label if kind in KINDS else kind


def leaves(content: Any, *names: str | int) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield each plain value in the JSON of a section with its path.

    A path is a tuple of field names and list indexes, counted from 0.
    """
    if isinstance(content, dict):
        for name, value in content.items():
            yield from leaves(value, *names, name)
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from leaves(value, *names, place)
    else:
        yield names, content


def dump(section: Section) -> dict[str, Any]:
    """Return `section` as JSON data; `load` is the inverse."""
    return {name: plain(value) for name, value in asdict(section).items()}


def plain(value: Any) -> Any:
    """Return `value` as JSON data: lists for tuples, ISO 8601 for dates."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def load(kind: str, content: dict[str, Any]) -> Section:
    """Return the section from `dump` output; fields missing from older data are empty.

    Raises KeyError for an unknown kind.
    """
    section: Section = build(KINDS[kind], content)
    return section


def build(wanted: Any, value: Any) -> Any:
    """Convert the JSON `value` to the type `wanted`."""
    arguments = get_args(wanted)
    if NoneType in arguments:
        inner = next(one for one in arguments if one is not NoneType)
        return None if value is None else build(inner, value)
    if get_origin(wanted) is tuple:
        return tuple(build(arguments[0], one) for one in value or ())
    if wanted is date:
        return date.fromisoformat(value)
    if is_dataclass(wanted) and isinstance(wanted, type):
        hints = get_type_hints(wanted)
        given = {
            f.name: build(hints[f.name], value[f.name]) for f in fields(wanted) if f.name in value
        }
        missing = {
            f.name: build(hints[f.name], empty(f)) for f in fields(wanted) if f.name not in given
        }
        return wanted(**given, **missing)
    return value


def empty(field: "Field[Any]") -> Any:
    """Return the empty value of a field."""
    if field.default is not MISSING:
        return field.default
    return () if str(field.type).startswith("tuple") else ""
