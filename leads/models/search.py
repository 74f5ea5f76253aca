"""What a search looks through: one column for each row, which the database itself keeps right."""

import re

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

PUNCTUATION = " -().+/"
MOST_WORDS = 6
NUMBER = re.compile(r"[\d\-().+/]*\d[\d\-().+/]*")


class Joined(Func):
    """Never-null texts one after the other: flat, where Concat nests too deep for SQLite."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()


def digits(column: str) -> Combinable:
    """Return the expression for a phone column without the punctuation that people write."""
    bare: Combinable = F(column)
    for mark in PUNCTUATION:
        bare = Replace(bare, Value(mark), Value(""))
    return bare


def searchable(*columns: str | Combinable) -> Lower:
    """Return the expression of a searchable column: `columns` in lower case, one a line."""
    lines: list[str | Combinable] = []
    for column in columns:
        lines += [column, Value("\n")]
    return Lower(Joined(*lines))


def matching(text: str) -> Q | None:
    """Return the condition on `search_text` for what a person typed: every word, anywhere.

    A phone number is compared by its digits; "#A7F3" is the beginning of a reference. None where
    there is nothing to search for.
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
    """Return `word` in lower case, and as databases leave it that fold no letters but A to Z."""
    return {word.lower()} if word.isascii() else {word, word.lower(), word.upper(), word.title()}


def one_of(fragments: set[str]) -> Q:
    condition = Q()
    for fragment in sorted(fragments):
        condition |= Q(search_text__contains=fragment)
    return condition
