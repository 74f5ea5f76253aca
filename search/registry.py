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
    site may see now; each search calls it. `url` returns the path on the row's own site,
    `words` its title and its text, without markup and without anything about a visitor.
    """

    model: type[Model]
    kind: str
    published: Callable[[Brand], QuerySet[Any]]
    url: Callable[[Any], str]
    words: Callable[[Any], tuple[str, str]]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


registered: dict[str, Searchable] = {}


def register(entry: Searchable) -> None:
    """Let the search find rows of the entry's model."""
    registered[entry.label] = entry
