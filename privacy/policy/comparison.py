"""Word-by-word comparison of two versions of a text, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from publishing import diff

from . import clauses

SYNTAX = (
    (re.compile(clauses.NUMBERS + r"\s*"), ""),
    (re.compile(r"^[ \t]*+(?:#{1,4}|[-*]|\d+\.)\s+", re.MULTILINE), ""),
    (re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)"), r"\1 (\2)"),
    (re.compile(r"\*\*|`|^[ \t:-]*+\|[ \t:|-]*+$", re.MULTILINE), ""),
    (re.compile(r"(?<!\s)\s*+\|\s*"), " · "),
)


@dataclass(frozen=True)
class Passage:
    """A paragraph of the comparison: its HTML, and whether it changed."""

    html: SafeString
    is_changed: bool
    is_heading: bool = False


def compare(old: str, new: str) -> list[tuple[bool, list[Passage]]]:
    """Return both Markdown texts as runs of changed (True) and of unchanged passages.

    Changed ones have <del> and <ins> where the texts differ.
    """
    passages = groupby(_passages(_blocks(old), _blocks(new)), lambda passage: passage.is_changed)
    return [(is_changed, list(run)) for is_changed, run in passages]


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
                yield from _changed(plain(before), plain(after))


def _changed(before: str, after: str) -> Iterator[Passage]:
    """Yield one passage, or two if the texts have too little in common."""
    if any(part.op == "same" for part in diff.words(before, after)):
        html = diff.marked(before, after).replace("</del><ins>", "</del> <ins>")
        yield Passage(mark_safe(html), is_changed=True)  # noqa: S308  # marked() escapes
        return
    if before:
        yield Passage(diff.marked(before, ""), is_changed=True)
    if after:
        yield Passage(diff.marked("", after), is_changed=True)


def plain(block: str) -> str:
    """Return a block of Markdown as readers see it: no marks, links with their URL."""
    for pattern, replacement in SYNTAX:
        block = pattern.sub(replacement, block)
    return " ".join(block.split())
