"""Search in one generated column per row, which the database maintains."""

import re
from contextlib import suppress
from typing import Any

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Replace

from contactatonce.lib.email_addresses import parse
from contactatonce.lib.folding import COMBINING, LONGER, SINGLE, SQLITE_NAME, fold

PUNCTUATION = " -().+/"
MOST_WORDS = 6
SHORTEST = 3  # letters that the trigram index can find
SHORTEST_IN_TEXT = 4  # letters looked for in messages, of which nearly all have any three
NUMBER = re.compile(r"[\-().+/]*+\d[\d\-().+/]*+")


class Folded(Func):
    """The expression of `fold` in the database, for generated columns.

    PostgreSQL's TRANSLATE is immutable, its extension unaccent is not.
    """

    function = SQLITE_NAME
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        inner = "LOWER(%(expressions)s)"
        for letter, letters in LONGER.items():
            inner = f"REPLACE({inner}, '{letter}', '{letters}')"
        old, new = "".join(SINGLE), "".join(SINGLE.values()).replace("'", "''")
        template = f"TRANSLATE({inner}, '{old}{COMBINING}', '{new}')"
        return super().as_sql(compiler, connection, template=template, **context)


class Joined(Func):
    """Concatenation of non-null texts in one expression; nested Concat is too deep for SQLite."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()


def digits(column: str) -> Combinable:
    """Return the expression for a phone column without punctuation."""
    bare: Combinable = F(column)
    for mark in PUNCTUATION:
        bare = Replace(bare, Value(mark), Value(""))
    return bare


def searchable(*columns: str | Combinable) -> Folded:
    """Return the expression of a search column: `columns` folded, one per line."""
    lines: list[str | Combinable] = []
    for column in columns:
        lines += [column, Value("\n")]
    return Folded(Joined(*lines))


def matching(text: str, *, also_in: str = "") -> Q | None:
    """Return the condition on `search_text` for a search term: every word, anywhere.

    A phone number is compared by its digits; "#A7F3" is the beginning of a reference. Words of at
    least four letters may be in the column `also_in` instead. Return None for an empty search.
    """
    words = text.split()[:MOST_WORDS]
    if not words:
        return None
    condition = Q()
    for word in words:
        fragments = {re.sub(r"\D", "", word)} if NUMBER.fullmatch(word) else spellings(word)
        found = one_of("search_text", fragments)
        if also_in and len(word) >= SHORTEST_IN_TEXT:
            found |= one_of(also_in, fragments)
        condition &= found
    return condition


def is_short(text: str) -> bool:
    """Return whether a search term has no word that the trigram index can find."""
    words = text.split()
    return bool(words) and max(map(len, words)) < SHORTEST


def spellings(word: str) -> set[str]:
    """Return `word` folded, and as folded by databases that lower only Latin letters.

    An e-mail address is also looked for as `parse` stores it.
    """
    if "@" in word:
        with suppress(ValueError):
            word = parse(word)
    plain = fold(word)
    return {plain} if plain.isascii() else {plain, word, word.upper(), word.title()}


def one_of(column: str, fragments: set[str]) -> Q:
    condition = Q()
    for fragment in sorted(fragments):
        condition |= Q(**{f"{column}__contains": fragment})
    return condition
