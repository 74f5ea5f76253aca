"""Filters of the moderation queue: the same for every kind of item."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from contactatonce.brands.directory import directory

from . import registry
from .models import Moderated
from .rules import PUBLIC_TEXTS

AUTHOR = re.compile(r"([a-z_]{1,40}\.[a-z_]{1,40}):(\d{1,18})", re.ASCII)
LONGEST_SEARCH = 100
CHOICES = ("kind", "site", "reason", "author")


@dataclass(frozen=True)
class Filters:
    """What a moderator chose; empty values narrow nothing, unknown ones find nothing.

    `author` names an item, "forum.post:17", whose author's items are shown: the key of an author
    may be an e-mail address, which belongs in no URL.
    """

    kind: str = ""
    site: str = ""
    reason: str = ""
    author: str = ""
    q: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether a value is not one of the choices (any more)."""
        offered = (self.kind, kinds()), (self.site, sites()), (self.reason, reasons())
        is_no_choice = any(value and value not in dict(choices) for value, choices in offered)
        return is_no_choice or bool(self.author and not AUTHOR.fullmatch(self.author))

    @property
    def query(self) -> str:
        """The filters as a part of a URL that follows other parameters: "&kind=forum.post"."""
        chosen = {name: value for name, value in asdict(self).items() if value}
        return f"&{urlencode(chosen)}" if chosen else ""

    def narrow(self, rows: QuerySet[Any], kind: type[Moderated]) -> QuerySet[Any]:
        """Return those of the `rows` of one kind that match."""
        if self.is_unknown or (self.kind and self.kind != kind._meta.label_lower):
            return rows.none()
        if self.site:
            rows = rows.filter(**{f"{kind.site_field}__slug": self.site})
        if self.reason:
            stored = Cast("reasons", TextField())  # as both databases can compare it
            code = f'"code": "{self.reason}"'
            rows = rows.annotate(stored_reasons=stored).filter(stored_reasons__contains=code)
        if self.author:
            rows = self.by_author(rows, kind)
        for word in self.q.split()[:5]:
            rows = rows.filter(has_word(kind, word))
        return rows

    def by_author(self, rows: QuerySet[Any], kind: type[Moderated]) -> QuerySet[Any]:
        label, _, pk = self.author.partition(":")
        if label != kind._meta.label_lower:
            return rows.none()
        item = kind._base_manager.filter(pk=int(pk)).values(kind.author_field)
        return rows.filter(**{f"{kind.author_field}__in": item})


def has_word(kind: type[Moderated], word: str) -> Q:
    """Return the condition that a text, title or name contains `word`."""
    found = Q()
    for field in kind.search_fields:
        found |= Q(**{f"{field}__icontains": word})
    return found


def read_filters(sent: Mapping[str, str]) -> Filters:
    """Parse the query string; a value that is not a choice is kept, and finds nothing."""
    chosen = {name: sent.get(name, "")[:LONGEST_SEARCH] for name in CHOICES}
    return Filters(
        **chosen, q=" ".join(sent.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH]
    )


def kinds() -> list[tuple[str, str]]:
    return [
        (kind._meta.label_lower, str(kind._meta.verbose_name_plural)) for kind in registry.kinds
    ]


def sites() -> list[tuple[str, str]]:
    return [(site.slug, site.name) for site in directory.get().brands]


def reasons() -> list[tuple[str, str]]:
    return [(rule.code, rule.message) for rule in PUBLIC_TEXTS.rules]
