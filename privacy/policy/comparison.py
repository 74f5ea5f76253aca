"""Word-by-word comparison of two versions of a text, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from . import clauses

SIMILAR = 0.4  # below this share of common words, two paragraphs count as one removed and one added
SYNTAX = (
    (re.compile(clauses.NUMBERS + r"\s*"), ""),
    (re.compile(r"^\s*(?:#{1,4}|[-*]|\d+\.)\s+", re.MULTILINE), ""),
    (re.compile(r"\[([^\]]*)\]\(([^)]*)\)"), r"\1 (\2)"),
    (re.compile(r"\*\*|`|^\|?[\s:|-]+\|[\s:|-]*$", re.MULTILINE), ""),
    (re.compile(r"\s*\|\s*"), " · "),
)


@dataclass(frozen=True)
class Passage:
    """A paragraph of the comparison: its HTML, and whether it changed."""

    html: SafeString
    is_changed: bool
    is_heading: bool = False


@dataclass(frozen=True)
class Stretch:
    """Consecutive passages that all changed, or all stayed the same."""

    passages: tuple[Passage, ...]
    is_changed: bool


def compare(old: str, new: str) -> list[Stretch]:
    """Merge both Markdown texts into stretches, with <del> and <ins> where they differ."""
    stretches: list[list[Passage]] = []
    for passage in _passages(_blocks(old), _blocks(new)):
        if not stretches or stretches[-1][-1].is_changed != passage.is_changed:
            stretches.append([])
        stretches[-1].append(passage)
    return [Stretch(tuple(stretch), stretch[0].is_changed) for stretch in stretches]


def _blocks(text: str) -> list[str]:
    return [block.strip("\n") for block in re.split(r"\n\s*\n|\n(?=[-*] )", text) if block.strip()]


def _passages(old: list[str], new: list[str]) -> Iterator[Passage]:
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            for block in old[i:j]:
                yield Passage(
                    conditional_escape(plain(block)), False, is_heading=block.startswith("#")
                )
        else:
            for before, after in zip_longest(old[i:j], new[k:m], fillvalue=""):
                yield from _changed(plain(before).split(), plain(after).split())


def _changed(before: list[str], after: list[str]) -> Iterator[Passage]:
    words = SequenceMatcher(None, before, after, autojunk=False)
    if before and after and words.ratio() < SIMILAR:
        yield from _changed(before, [])
        yield from _changed([], after)
        return
    parts: list[SafeString] = []
    for what, i, j, k, m in words.get_opcodes():
        if what == "equal":
            parts.append(conditional_escape(" ".join(before[i:j])))
            continue
        if i < j:
            parts.append(format_html("<del>{}</del>", " ".join(before[i:j])))
        if k < m:
            parts.append(format_html("<ins>{}</ins>", " ".join(after[k:m])))
    if parts:
        yield Passage(
            format_html_join(mark_safe(" "), "{}", ((part,) for part in parts)), is_changed=True
        )


def plain(block: str) -> str:
    """Return a block of Markdown as readers see it: no marks, links with their URL."""
    for pattern, replacement in SYNTAX:
        block = pattern.sub(replacement, block)
    return " ".join(block.split())
