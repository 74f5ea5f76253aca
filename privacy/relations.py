"""Relations between rows: which rows are deleted with a row, and when a row was created."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from .registry import Model, declarations

LETS_GO = {models.SET_NULL, models.SET_DEFAULT}


@dataclass(frozen=True)
class Relation:
    """A foreign key to a model: its source, and what deleting the target does to it."""

    child: Model
    column: models.ForeignKey[Any, Any]
    on_delete: Callable[..., Any]

    @property
    def takes_along(self) -> bool:
        return self.on_delete is models.CASCADE

    @property
    def holds_fast(self) -> bool:
        """Return whether the child, while it is kept, needs the parent."""
        return (
            self.on_delete not in LETS_GO and getattr(self.on_delete, "deconstruct", None) is None
        )


@cache
def relations_to(model: Model) -> tuple[Relation, ...]:
    """Return the foreign keys to `model`, hidden ones included, except many-to-many rows."""
    return tuple(
        Relation(field.related_model, field.field, field.on_delete)
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel)
        and isinstance(field.field, models.ForeignKey)
        and field.on_delete is not None
        and not field.related_model._meta.auto_created
        and not field.related_model._meta.proxy
    )


def children_first(wanted: Sequence[Model]) -> list[Model]:
    """Return `wanted`, sorted so that a model comes before the targets of its foreign keys."""
    ordered: list[Model] = []
    waiting = sorted(wanted, key=lambda model: model._meta.label)

    def place(model: Model, path: tuple[Model, ...]) -> None:
        if model in ordered or model in path:
            return
        for relation in relations_to(model):
            if relation.child in waiting:
                place(relation.child, (*path, model))
        ordered.append(model)

    for model in waiting:
        place(model, ())
    return ordered


@cache
def created_path(model: Model) -> str:
    """Return the lookup of the time at which a row of `model` was created, or "".

    It is declared, or a field that defaults to the current time, or that of the row it cascades
    from.
    """
    if model in declarations and declarations[model].created:
        return declarations[model].created
    columns = model._meta.concrete_fields
    for column in columns:
        if isinstance(column, models.DateTimeField) and (
            column.auto_now_add or getattr(column.default, "__name__", "") == "now"
        ):
            return column.name
    for column in columns:
        if (
            isinstance(column, models.ForeignKey)
            and not column.null
            and column.remote_field.on_delete is models.CASCADE
            and column.related_model is not model
        ):
            path = created_path(column.related_model)
            if path:
                return f"{column.name}__{path}"
    return ""


def has_numbered_key(model: Model) -> bool:
    """Return whether primary keys of `model`, or of its parents, are numbers that can be reused."""
    key = model._meta.pk
    while isinstance(key, models.ForeignKey):
        key = key.related_model._meta.pk
    return isinstance(key, models.IntegerField)


def stored_models() -> list[Model]:
    """Return every model with a table that migrations manage."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]
