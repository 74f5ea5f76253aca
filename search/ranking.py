"""The order of the first results, by one formula on both databases.

FTS5 and PostgreSQL weigh words differently: of 20 searches over the same texts their first three
results agreed in 73 of 100 places (docs/decisions/0090-search.md). So what they hold best is put
into its final order here.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

USUAL_LENGTH = 500  # words; a longer text needs more hits to weigh as much
SATURATION = 1.2  # k1 and b of Okapi BM25 (Robertson and Zaragoza, 2009)
LENGTH_MATTERS = 0.75
TITLE = 5.0
SIDE_BY_SIDE = 1.5
BEGUN = 0.4  # what a word that only begins with the sought one counts


def score(title: str, text: str, words: Sequence[str], begun: Collection[str]) -> float:
    """Return how well a text answers to `words`; `title` and `text` are as they are indexed.

    Words in `begun` also match what begins with them.
    """
    in_title, in_text = title.split(), text.split()
    length = 1 - LENGTH_MATTERS + LENGTH_MATTERS * len(in_text) / USUAL_LENGTH
    total = 0.0
    for word in words:
        total += TITLE * saturated(weight(in_title, word, word in begun), 1.0)
        total += saturated(weight(in_text, word, word in begun), length)
    pairs = set(pairwise(words))
    total += TITLE * any(pair in pairs for pair in pairwise(in_title))
    total += SIDE_BY_SIDE * saturated(sum(pair in pairs for pair in pairwise(in_text)), length)
    return total


def weight(found: Sequence[str], word: str, begun: bool) -> float:
    """Return how often `word` is among the words found, what only begins with it for less."""
    exact = found.count(word)
    if not begun:
        return exact
    return exact + BEGUN * (sum(other.startswith(word) for other in found) - exact)


def saturated(frequency: float, length: float) -> float:
    """Return BM25's share of one word: each further hit adds less."""
    return frequency * (SATURATION + 1) / (frequency + SATURATION * length)
