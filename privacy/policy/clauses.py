"""Clauses of a published document: each names the promises that it makes, and can be linked.

A paragraph, heading or list item begins with the numbers of its promises in brackets, such as
"[P07]" or "[P06 P08]". The text up to the next mark or heading belongs to that clause.
"""

import re

from django.utils.html import strip_tags
from django.utils.text import slugify

from contactatonce.lib import content, markup

PROMISES = frozenset(content.read(content.ROOT / "promises.toml"))
NUMBERS = r"\[(P\d\d(?: P\d\d)*)\]"
LINE_START = re.compile(rf"^\s*(?:#{{2,3}}\s+|[-*]\s+|\d+\.\s+)?{NUMBERS}\s*")
BLOCK_START = re.compile(rf"<(h2|h3|p|li)>{NUMBERS}\s*")
TITLE = r"([^<]*+(?:<(?!/?h2\b)[^<]*+)*+)</h2>"
HEADING = re.compile(rf"<h2>{TITLE}")
DEAD_NAMES = ("Safe Harbor", "Safe Harbour", "Privacy Shield", "TRUSTe")
ABSOLUTES = re.compile(r"\b(never|guarantee[ds]?|under no circumstances|100 ?%)", re.IGNORECASE)
# Absolute promises that the build of the software keeps and checks.
INVARIANTS = frozenset({"P07", "P16", "P20"})
KEPT_HEADING = re.compile(rf'<h2 id="([^"]+)">{TITLE}')


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


def headings(html: str) -> list[tuple[str, str]]:
    """Return anchor and title of each heading in HTML made by `render`."""
    return [(anchor, strip_tags(title)) for anchor, title in KEPT_HEADING.findall(html)]


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
    """Return the faults of marks and wording in `text`, each as a sentence for the editor."""
    named = [number for marks in re.findall(NUMBERS, text) for number in marks.split()]
    rendered = re.findall(r'id="(P\d\d)"', render(text))
    return [
        *(f"{number} is marked twice." for number in sorted(set(named)) if named.count(number) > 1),
        *(f"There is no promise {number}." for number in sorted(set(named) - PROMISES)),
        *(
            f"The mark of {number} is not at the beginning of a paragraph."
            for number in sorted(set(named) - set(rendered))
        ),
        *(
            f"“{name}” has ended or has another name; a certification is kept as data."
            for name in DEAD_NAMES
            if re.search(rf"\b{name}\b", text, re.IGNORECASE)
        ),
        *_unproven(text),
    ]


def _unproven(text: str) -> list[str]:
    """Return a sentence if more is absolute than the clauses that the software proves."""
    proven = {clause for number, clause in find(text).items() if number in INVARIANTS}
    absolutes = ABSOLUTES.findall(text)
    if len(absolutes) <= sum(len(ABSOLUTES.findall(clause)) for clause in proven):
        return []
    return [
        f"“{absolutes[0]}” promises more than the software proves; only the clauses of "
        f"{', '.join(sorted(INVARIANTS))} may be absolute."
    ]
