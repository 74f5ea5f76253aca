"""Word-by-word differences between two texts."""

import re
from collections.abc import Iterable, Iterator
from difflib import Match, SequenceMatcher
from typing import Literal, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .snapshots import Said, differ

Op = Literal["same", "added", "removed"]
WORD = re.compile(r"\s+|[^\s\w]|\w+")
# The time of a comparison grows with the product of both lengths; longer paragraphs are shown as
# one removed and one added.
MOST_WORDS = 4000
# Two sentences that share fewer of their words are shown one after the other.
LEAST_SHARE = 0.4


class Part(NamedTuple):
    """A run of text that is unchanged, added or removed."""

    op: Op
    text: str


class FieldDiff(NamedTuple):
    """The differences in one field."""

    label: str
    parts: list[Part]


def words(old: str, new: str) -> list[Part]:
    """Return both texts as one run of parts: without "removed" it is `new`, without "added" `old`.

    Lines are compared first, then the words of the lines that differ.
    """
    return merged(_lines(old.replace("\r\n", "\n"), new.replace("\r\n", "\n")))


def marked(old: str, new: str) -> SafeString:
    """Return `new` as HTML that marks what differs from `old`."""
    tags = {"added": "<ins>{}</ins>", "removed": "<del>{}</del>", "same": "{}"}
    parts = (format_html(tags[part.op], part.text) for part in words(old, new))
    return mark_safe("".join(parts)) or SafeString("empty")  # noqa: S308  # format_html escapes


def _lines(old: str, new: str) -> Iterator[Part]:
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        if what == "equal":
            yield Part("same", gone)
        elif what == "replace":
            yield from _words(WORD.findall(gone), WORD.findall(come))
        else:
            yield Part("removed", gone)
            yield Part("added", come)


def _words(before: list[str], after: list[str]) -> Iterator[Part]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    is_long = max(len(before), len(after)) > MOST_WORDS
    if is_long or _share(before, after, matcher.get_matching_blocks()) < LEAST_SHARE:
        yield Part("removed", "".join(before))
        yield Part("added", "".join(after))
        return
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            yield Part("same", "".join(before[i:j]))
        else:
            yield Part("removed", "".join(before[i:j]))
            yield Part("added", "".join(after[k:m]))


def _share(before: list[str], after: list[str], blocks: Iterable[Match]) -> float:
    """Return which part of the words of the shorter text is in both, between 0 and 1."""
    shorter = min(sum(map(str.isalnum, text)) for text in (before, after))
    kept = sum(token.isalnum() for at, _, size in blocks for token in before[at : at + size])
    return kept / max(shorter, 1)


def merged(parts: Iterator[Part]) -> list[Part]:
    """Return `parts` without empty ones, neighbors of one kind joined."""
    found: list[Part] = []
    for part in parts:
        if found and part.text and found[-1].op == part.op:
            found[-1] = Part(part.op, found[-1].text + part.text)
        elif part.text:
            found.append(part)
    return found


def fields(old: dict[str, Said], new: dict[str, Said]) -> list[FieldDiff]:
    """Return what differs between two readable snapshots, field by field."""
    nothing = Said("", "")
    pairs = (
        (old.get(name, nothing), new.get(name, nothing))
        for name in [*new, *(name for name in old if name not in new)]
    )
    return [
        FieldDiff(now.label or was.label, words(was.text, now.text))
        for was, now in ((was.beside(now), now) for was, now in pairs)
        if differ(was.text, now.text)
    ]
