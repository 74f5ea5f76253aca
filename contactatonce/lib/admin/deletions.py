"""The page before a deletion, in words and bounded counts, however many rows are concerned."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin.utils import get_deleted_objects
from django.db import models
from django.http import HttpRequest

from contactatonce.lib.counts import bounded_counts

from .labels import label
from .lists import MOST_COUNTED

MOST_NAMED = 20
REFUSING = (models.PROTECT, models.RESTRICT)
Relation = models.ManyToOneRel
Found = tuple[list[Any], dict[str, int], set[str], list[str]]


def describe(objs: Any, request: HttpRequest, site: Any) -> Found:
    """Return what Django's `get_deleted_objects` returns, with at most 20 names.

    Rows that forbid the deletion are counted, not listed: there may be thousands.
    """
    if refusals := list(obstacles(objs)):
        return [], {}, set(), refusals
    _, counts, lacking, protected = get_deleted_objects(objs, request, site)
    return named(list(map(label, objs))), counts, lacking, named(protected)


def named(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_NAMED
    return [*lines[:MOST_NAMED], *([f"and {more:,} more"] if more > 0 else [])]


def obstacles(objs: Any) -> Iterator[str]:
    """Yield a sentence for each kind of rows that forbids to delete `objs`."""
    for relation, count in counted(objs, REFUSING):
        is_one = count == 1
        yield f"{number(relation, count)} {'refers' if is_one else 'refer'} to it."


def losses(objs: Any) -> Iterator[str]:
    """Yield a sentence for each kind of rows that stays and loses its link to `objs`."""
    for relation, count in counted(objs, (models.SET_NULL,)):
        yield f"{number(relation, count)} will have no {relation.field.verbose_name}."


def counted(objs: Any, on_delete: Sequence[Any]) -> list[tuple[Relation, int]]:
    """Return the relations to `objs` that have rows, with their numbers; one query for all."""
    if not objs:
        return []
    relations = [
        relation
        for relation in objs[0]._meta.get_fields(include_hidden=True)
        if isinstance(relation, Relation) and relation.on_delete in on_delete
    ]
    rows = [
        relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": objs})
        for relation in relations
    ]
    counts = bounded_counts(rows, MOST_COUNTED)
    return [(relation, count) for relation, count in zip(relations, counts, strict=True) if count]


def number(relation: Relation, count: int) -> str:
    """Return the number of rows with their name: "1 inquiry", "10,000+ inquiries"."""
    opts = relation.related_model._meta
    shown = f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"
    return f"{shown} {opts.verbose_name if count == 1 else opts.verbose_name_plural}"
