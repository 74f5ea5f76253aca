"""Excerpts for results: the passage with most of the words, these marked."""

from collections.abc import Callable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .words import Word, words_of

WORDS_SHOWN = 32
WORDS_BEFORE = 6
MOST_READ = 50_000  # letters of a text in which a passage is sought


def marked(text: str, is_hit: Callable[[str], bool]) -> SafeString:
    """Return `text` escaped, with the words whose stem passes `is_hit` in <mark>."""
    return _marked(text, list(words_of(text)), is_hit)


def snippet(text: str, is_hit: Callable[[str], bool]) -> SafeString:
    """Return the passage of `text` with most different hits, escaped and marked, with ellipses."""
    text = text[:MOST_READ]
    words = list(words_of(text))
    if not words:
        return mark_safe("")
    first = best_start(words, is_hit)
    shown = words[first : first + WORDS_SHOWN]
    start = shown[0].start if first else 0
    end = shown[-1].end if first + WORDS_SHOWN < len(words) else len(text)
    moved = [Word(word.start - start, word.end - start, word.stem) for word in shown]
    passage = _marked(text[start:end], moved, is_hit)
    return mark_safe(f"{'… ' if first else ''}{passage}{' …' if end < len(text) else ''}")  # noqa: S308  escaped by _marked


def best_start(words: Sequence[Word], is_hit: Callable[[str], bool]) -> int:
    """Return where the passage with most different hits begins, some words before the first."""
    hits = [(place, word.stem) for place, word in enumerate(words) if is_hit(word.stem)]
    best, most = 0, 0
    for number, (place, _) in enumerate(hits):
        near = {s for p, s in hits[number : number + WORDS_SHOWN] if p < place + WORDS_SHOWN}
        if len(near) > most:
            best, most = max(0, place - WORDS_BEFORE), len(near)
    return best


def _marked(text: str, words: Sequence[Word], is_hit: Callable[[str], bool]) -> SafeString:
    pieces, done = [], 0
    for word in words:
        if is_hit(word.stem):
            pieces += [
                escape(text[done : word.start]),
                "<mark>",
                escape(text[word.start : word.end]),
                "</mark>",
            ]
            done = word.end
    return mark_safe("".join([*pieces, escape(text[done:])]))  # noqa: S308  each piece is escaped
