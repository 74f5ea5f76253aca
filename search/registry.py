"""What can be found: each app registers its models in its `search_indexes.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from contactatonce.brands.models import Brand


@dataclass(frozen=True)
class Searchable:
    """How rows of one model are found, and what a result says of them."""

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


def searchable(
    model: type[Model],
    *,
    kind: str,
    published: Callable[[Brand], QuerySet[Any]],
    title: Callable[[Any], str],
    url: Callable[[Any], str],
    text: Callable[[Any], str],
) -> None:
    """Let rows of `model` be found.

    `kind` is what a result calls them ("Article"); `published` returns the rows that a visitor of a
    site may see now, and is asked anew by each search; `url` returns the path on its own site;
    `text` plain words, without markup and without anything about a visitor.
    """
    entry = Searchable(model, kind, published, title, url, text)
    registered[entry.label] = entry
