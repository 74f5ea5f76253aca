"""Models whose rows the search finds: each app registers its own in `search_indexes.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from contactatonce.brands.models import Brand


@dataclass(frozen=True)
class Searchable:
    """Find rows of one model, and describe them in a result.

    `kind` is what a result calls them ("Article"). `published` returns the rows that visitors of a
    site may see now; each search calls it. `url` returns the path on the row's own site, `text`
    plain words without markup and without anything about a visitor.
    """

    model: type[Model]
    kind: str
    published: Callable[[Brand], QuerySet[Any]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    text: Callable[[Any], str]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


registered: dict[str, Searchable] = {}


def register(entry: Searchable) -> None:
    """Let the search find rows of the entry's model."""
    registered[entry.label] = entry
