"""Render sections for people, with the labels of the editing form."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django import forms

from pages.forms.fields import LinkField, PictureField
from pages.forms.kinds import KINDS, label_of

from .sections import Row, leaves


def name_of(row: Row) -> str:
    """Return the name of a section for editors: its kind, and its title if it has one."""
    label, title = label_of(row["kind"]), row["content"].get("title")
    return f"{label} “{title}”" if title else label


def names_of(rows: list[Row]) -> dict[str, str]:
    """Return section names by key; equal names include the position."""
    names = {row["key"]: name_of(row) for row in rows}
    often = Counter(names.values())
    return {
        key: f"{name} (section {place})" if often[name] > 1 else name
        for place, (key, name) in enumerate(names.items(), 1)
    }


def read(kind: str, content: Row) -> str:
    """Return the text of a section, at least a line for each filled field."""
    if kind not in KINDS:  # of a kind that was removed, only the names are left
        return "\n".join(f"{' '.join(map(str, way))}: {value}" for way, value in leaves(content))
    form = KINDS[kind]
    return "\n".join(
        [
            *lines_of(form(), content),
            *(
                f"{form.row_name.capitalize()} {number}, {line}"
                for number, row in enumerate(content.get(form.rows, ()), 1)
                for line in lines_of(form.row(), row)
            ),
        ]
    )


def lines_of(form: forms.Form, content: Row) -> Iterator[str]:
    """Yield each filled field in the order of the form."""
    for name in form.fields:
        value = content.get(name)
        if value not in (None, "", []):
            yield f"{form[name].label}: {shown(form.fields[name], value)}"


def shown(field: forms.Field, value: Any) -> str:
    """Return a stored value as its field displays it."""
    if isinstance(field, LinkField):
        return f"{value['label']} → {value['url']}"
    if isinstance(field, PictureField):
        return f"no. {value}"
    said = field.prepare_value(value)
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    return str(dict(choices).get(said, said))
