"""Read the words of the sites: TOML files under content/, which need no Python to edit."""

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

ROOT: Final = settings.BASE_DIR / "content"
Table = dict[str, Any]
Row = TypeVar("Row", bound=models.Model)
Value = TypeVar("Value")
SHAPES: Final[dict[type, str]] = {dict: "a table", list: "a list", str: "a text"}


class ContentError(Exception):
    """A file cannot be loaded; the message names the file, the place in it, and the reason."""


def read(file: Path) -> Table:
    """Parse a TOML file; a table may say `include = "<file>"` to take over one of content/shared.

    Raises ContentError when the file is missing or is not valid TOML 1.0.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError(f"{name_of(file)}: {error}") from error


def name_of(file: Path) -> str:
    """Return the path of `file` as people write it, such as "content/sites.toml"."""
    return str(Path("content") / file.relative_to(ROOT))


def with_include(table: Table, place: str) -> Table:
    """Return `table` on top of the shared file that its `include` names, if it names one."""
    if "include" not in table:
        return table
    own = {name: value for name, value in table.items() if name != "include"}
    try:
        shared = read(ROOT / "shared" / f"{table['include']}.toml")
    except ContentError as error:
        raise ContentError(f"{place}, include: {error}") from error
    return merge(shared, own)


def merge(shared: Table, own: Table) -> Table:
    """Return both tables as one; `own` values win, and tables in them are merged likewise."""
    merged = {**shared, **own}
    for name in shared.keys() & own.keys():
        if isinstance(shared[name], dict) and isinstance(own[name], dict):
            merged[name] = merge(shared[name], own[name])
    return merged


def check_names(
    table: Table, place: str, *, needed: Collection[str], optional: Collection[str] = ()
) -> None:
    """Raise ContentError unless `table` has all `needed` fields and no unknown one."""
    expect(table, dict, place)
    for name in needed:
        if name not in table:
            raise ContentError(f"{place}: {name} is missing.")
    for name in table:
        if name not in needed and name not in optional:
            raise ContentError(f"{place}: unknown field {name}.")


def expect(value: Any, wanted: type[Value], place: str) -> Value:
    """Return `value`; ContentError unless it is of the type `wanted`, a key of SHAPES."""
    if not isinstance(value, wanted):
        raise ContentError(f"{place} must be {SHAPES[wanted]}.")
    return value


def each(values: Any, wanted: type[Value], place: str) -> Iterator[tuple[str, Value]]:
    """Yield each value of a list with its place; ContentError unless all are of the type."""
    for number, value in enumerate(expect(values, list, place), 1):
        yield f"{place} {number}", expect(value, wanted, f"{place} {number}")


def create(model: type[Row], place: str, /, **values: Any) -> Row:
    """Validate and store a row; ContentError names the field that the model refuses."""
    row = validated(model, place, **values)
    row.save()
    return row


def validated(model: type[Row], place: str, /, **values: Any) -> Row:
    """Return a new row that is not stored yet; ContentError names the field that it refuses."""
    known = {field.name: field for field in model._meta.fields}
    check_names(values, place, needed=(), optional=known)
    for name, value in values.items():
        check_value(known[name], value, f"{place}, {name}")
    row = model(**values)
    try:
        row.full_clean()
    except ValidationError as error:
        reasons = [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
        raise ContentError(f"{place}, {'; '.join(reasons)}") from error
    return row


def check_value(column: models.Field[Any, Any], value: Any, place: str) -> None:
    """Raise ContentError if `value` has a type that the column cannot take."""
    if value is None or (isinstance(value, models.Model) and column.is_relation):
        return
    if isinstance(column, models.CharField | models.TextField):
        expect(value, str, place)
    try:
        column.to_python(value)
    except TypeError as error:
        raise ContentError(f"{place}: {value!r} is of the wrong type.") from error
    except ValidationError:
        return  # full_clean() says it better
