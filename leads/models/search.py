"""Search in one generated column per row, which the database maintains."""

import re
from contextlib import suppress

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

from contactatonce.lib.email_addresses import parse

PUNCTUATION = " -().+/"
MOST_WORDS = 6
NUMBER = re.compile(r"[\-().+/]*+\d[\d\-().+/]*+")


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


def searchable(*columns: str | Combinable) -> Lower:
    """Return the expression of a search column: `columns` in lower case, one per line."""
    lines: list[str | Combinable] = []
    for column in columns:
        lines += [column, Value("\n")]
    return Lower(Joined(*lines))


def matching(text: str) -> Q | None:
    """Return the condition on `search_text` for a search term: every word, anywhere.

    A phone number is compared by its digits; "#A7F3" is the beginning of a reference. Return None
    for an empty search.
    """
    words = text.split()[:MOST_WORDS]
    if not words:
        return None
    condition = Q()
    for word in words:
        condition &= one_of(
            {re.sub(r"\D", "", word)} if NUMBER.fullmatch(word) else spellings(word)
        )
    return condition


def spellings(word: str) -> set[str]:
    """Return `word` in lower case, and as lowered by databases that fold only A to Z.

    An e-mail address is also looked for as `parse` stores it.
    """
    if "@" in word:
        with suppress(ValueError):
            word = parse(word)
    return {word.lower()} if word.isascii() else {word, word.lower(), word.upper(), word.title()}


def one_of(fragments: set[str]) -> Q:
    condition = Q()
    for fragment in sorted(fragments):
        condition |= Q(search_text__contains=fragment)
    return condition
