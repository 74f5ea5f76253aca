"""Clauses of a published document: each names the promises that it makes, and can be linked.

A paragraph, heading or list item begins with the numbers of its promises in brackets, such as
"[P07]" or "[P06 P08]". The text up to the next mark or heading belongs to that clause.
"""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.text import slugify

from contactatonce.lib import markup

PROMISES = frozenset(f"P{number:02}" for number in range(1, 35))
NUMBERS = r"\[(P\d\d(?: P\d\d)*)\]"
LINE_START = re.compile(rf"^\s*(?:#{{2,3}}\s+|[-*]\s+|\d+\.\s+)?{NUMBERS}\s*")
BLOCK_START = re.compile(rf"<(h2|h3|p|li)>{NUMBERS}\s*")
HEADING = re.compile(r"<h2>(.+?)</h2>", re.DOTALL)
KEPT_HEADING = re.compile(r'<h2 id="([^"]+)">(.+?)</h2>', re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """An entry of a document's table of contents."""

    anchor: str
    title: str


def render(text: str) -> str:
    """Return safe HTML for Markdown `text`, with an anchor for each heading and promise."""
    html = BLOCK_START.sub(_mark_clause, markup.render(text))
    return HEADING.sub(
        lambda found: f'<h2 id="{slugify(strip_tags(found[1]))}">{found[1]}</h2>', html
    )


def _mark_clause(found: re.Match[str]) -> str:
    marks = "".join(
        f'<a class="clause-mark" id="{number}" href="#{number}" aria-label="Promise {number}">'
        f"{number}</a>"
        for number in found[2].split()
    )
    return f'<{found[1]} class="clause"><span class="clause-marks">{marks}</span> '


def headings(html: str) -> list[Heading]:
    """Return the table of contents of HTML made by `render`."""
    return [Heading(anchor, strip_tags(title)) for anchor, title in KEPT_HEADING.findall(html)]


def find(text: str) -> dict[str, str]:
    """Return the clause of each promise that `text` names, without its mark."""
    clauses: dict[str, list[str]] = {}
    current: tuple[str, ...] = ()
    for line in text.splitlines():
        start = LINE_START.match(line)
        if start:
            current = tuple(start[1].split())
            line = line[start.end() :]
        elif line.startswith("#"):
            current = ()
        for number in current:
            clauses.setdefault(number, []).append(line)
    return {number: "\n".join(lines).strip() for number, lines in clauses.items()}


def problems(text: str) -> list[str]:
    """Return the faults of the marks in `text`, each as a sentence for the editor."""
    named = [number for marks in re.findall(NUMBERS, text) for number in marks.split()]
    rendered = re.findall(r'id="(P\d\d)"', render(text))
    return [
        *(f"{number} is marked twice." for number in sorted(set(named)) if named.count(number) > 1),
        *(f"There is no promise {number}." for number in sorted(set(named) - PROMISES)),
        *(
            f"The mark of {number} is not at the beginning of a paragraph."
            for number in sorted(set(named) - set(rendered))
        ),
    ]
