"""Places that show pictures, found by every relation to a picture."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignObjectRel, Model, QuerySet
from django.urls import NoReverseMatch, reverse

from .models import Image, Rendition


@dataclass(frozen=True)
class Use:
    """One place that shows a picture: what it is, its name, and where staff edit it."""

    kind: str
    name: str
    url: str


def of(image: Image) -> list[Use]:
    """Return every place that shows `image`; a place that shows it twice is named once."""
    places = dict.fromkeys(place for _, place in found([image.pk]))
    return [described(place) for place in places]


def counts(ids: Collection[int]) -> Counter[int]:
    """Return how many places show each of the pictures `ids`, in one query for each relation."""
    return Counter(image_id for image_id, _ in set(found(ids)))


def found(ids: Collection[int]) -> Iterator[tuple[int, Model]]:
    """Yield (picture's id, place) for every use of the pictures `ids`."""
    for relation in relations():
        yield from related(relation, ids)


def relations() -> list[Any]:
    """Return every relation of another table to pictures, hidden ones too."""
    return [
        field
        for field in Image._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel)
        and field.related_model is not Rendition
        and not field.related_model._meta.auto_created  # a many-to-many table: asked by its field
    ]


def related(relation: Any, ids: Collection[int]) -> Iterator[tuple[int, Model]]:
    """Yield (picture's id, row) for the rows that point at one of the pictures."""
    name = relation.field.name
    rows: QuerySet[Model] = relation.related_model._base_manager.filter(**{f"{name}__in": ids})
    if not relation.many_to_many:
        for row in rows:
            yield getattr(row, relation.field.attname), row
        return
    for row in rows.prefetch_related(name):
        for image in getattr(row, name).all():
            if image.pk in ids:
                yield image.pk, row


def described(place: Model) -> Use:
    """Return how staff see a place; without an address where the admin does not show it."""
    meta = place._meta
    try:
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[place.pk])
    except NoReverseMatch:
        url = ""
    return Use(kind=str(meta.verbose_name), name=str(place), url=url)
