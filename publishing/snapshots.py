"""Snapshots: the values of a model's fields as JSON, with keys in place of rows."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Said(NamedTuple):
    """A part of a snapshot as people read it: what they call it, and what it says.

    Of an order of rows, `rows` are the names of the rows by their keys; the text has one a line.
    """

    label: str
    text: str
    rows: Mapping[str, str] = MappingProxyType({})

    def beside(self, later: Self) -> Self:
        """Return itself with rows called as in `later`: another name is no other order."""
        if not self.rows:
            return self
        return self._replace(
            text="\n".join(later.rows.get(key, name) for key, name in self.rows.items())
        )


def take(obj: models.Model, name: str) -> Any:
    """Return the value of field `name` as JSON: a key for a row, sorted keys for many."""
    field = obj._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        rows = getattr(obj, name).order_by("pk") if obj.pk else ()
        return [row.pk for row in rows]
    return plain(field.value_from_object(obj))  # type: ignore[union-attr]


def plain(value: Any) -> Any:
    """Return a column's value in types that JSON knows."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def put(obj: models.Model, name: str, value: Any) -> None:
    """Set a column to a value from a snapshot, unless the row it refers to was deleted."""
    field = obj._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        return
    if isinstance(field, models.ForeignKey):
        gone = value is not None and not exists(field, value)
        if not gone:
            setattr(obj, field.attname, value)
        return
    setattr(obj, name, field.to_python(value))  # type: ignore[union-attr]


def put_many(obj: models.Model, name: str, value: Any) -> None:
    """Set a many-to-many relation to those rows of a snapshot that still exist."""
    field = obj._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        rows = field.related_model._default_manager.filter(pk__in=value)
        getattr(obj, name).set(rows)


def show_many(obj: models.Model, name: str, value: Any) -> None:
    """Have a many-to-many relation of this instance read as a snapshot says; nothing is stored."""
    field = obj._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        rows = getattr(obj, name).all()
        known = field.related_model._default_manager.filter(pk__in=value)
        rows._result_cache = list(known)
        rows._prefetch_done = True
        fetched = vars(obj).get("_prefetched_objects_cache", {})
        vars(obj)["_prefetched_objects_cache"] = {**fetched, name: rows}


def settled(value: Any) -> Any:
    """Return a value without the changes that a browser makes to untouched text."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def differ(one: Any, other: Any) -> bool:
    """Return whether two values of a snapshot differ to a reader."""
    return bool(settled(one) != settled(other))


def exists(field: models.ForeignKey[Any, Any], value: Any) -> bool:
    model: Any = field.related_model
    return bool(model._base_manager.filter(pk=value).exists())


def label(model: type[models.Model], name: str) -> str:
    """Return what editors call a field."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name.replace("_", " ").capitalize()
    said = str(getattr(field, "verbose_name", name))
    return said[:1].upper() + said[1:]


def named(row: models.Model) -> str:
    """Return what editors call a row: what a person is called, where __str__ keeps silent."""
    return str(getattr(row, "name", "") or row)


def readable(model: type[models.Model], name: str, value: Any) -> str:
    """Return a snapshot's value as people read it."""
    if value in (None, "", []):
        return ""
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        rows = field.related_model._base_manager.in_bulk(keys)
        return ", ".join(named(rows[key]) if key in rows else f"(gone: {key})" for key in keys)
    if isinstance(field, models.DateTimeField):
        moment: datetime = field.to_python(value)
        return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


def read(model: type[models.Model], snapshot: Mapping[str, Any]) -> dict[str, Said]:
    """Return a snapshot as people read it: with labels, and with names in place of keys."""
    return {
        name: Said(label(model, name), readable(model, name, value))
        for name, value in snapshot.items()
    }
