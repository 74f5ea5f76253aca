"""Text as the search sees it: folded words without endings, the same for index, query and marks.

The databases get these words and neither stem nor drop anything themselves, so that SQLite and
PostgreSQL find the same rows.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 40
VOWEL = re.compile(r"[aeiouy]")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
COMMON = """
    a an and are as at be been but by can could did do does for from had has have he her his how i
    if in into is it its me more most my no not of on or our out she should so than that the their
    them then there they this to too up was we were what when where which who why will with would
    you your
"""
STOP_WORDS = frozenset(COMMON.split())  # they are in every text and tell nothing about it


class Word(NamedTuple):
    """A word of a text: its place, and the form under which it is indexed."""

    start: int
    end: int
    stem: str
    is_common: bool = False


def fold(text: str) -> str:
    """Return `text` in lower case, without accents and compatibility forms."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).casefold()


def stem(word: str) -> str:
    """Return a folded word without its English ending: "chats" and "chatting" are "chat"."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    word = without_plural(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and VOWEL.search(rest):
            if rest.endswith("i"):
                return f"{rest[:-1]}y"  # replied
            is_doubled = rest[-1] == rest[-2] and rest[-1] not in "aeiouylsz"
            word = rest[:-1] if is_doubled else rest
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def without_plural(word: str) -> str:
    """Return a word without the s of a plural or of a third person."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=50_000)  # texts repeat their words, and most of the work is here
def form(word: str) -> tuple[str, bool]:
    """Return the stem of a word, and whether it is too common to be searched.

    "dealer's" is the dealer, and "don't" is "dont" for people who type it so.
    """
    folded = re.sub(r"[^\w]|_", "", re.sub(r"['’]s$", "", fold(word)))
    return stem(folded)[:LONGEST_WORD], folded in STOP_WORDS


def words_of(text: str) -> Iterator[Word]:
    """Yield every word of `text`, with its place in it."""
    for found in WORD.finditer(text):
        stemmed, is_common = form(found[0])
        if stemmed:
            yield Word(found.start(), found.end(), stemmed, is_common)


def indexed(text: str) -> str:
    """Return the words of `text` as the databases keep them, common ones left out."""
    return " ".join(word.stem for word in words_of(text) if not word.is_common)
