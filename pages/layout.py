"""From the sections of a page to what its template shows: which are seen, and which has the h1."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from media.models import Image

from .forms.kinds import KINDS
from .richtext import rich
from .sections import Row

OLD: Final = 24  # months, after which an editor is asked for a newer figure
TOO_OLD: Final = 36  # months, after which a figure is not shown


@dataclass(frozen=True)
class Block:
    """A section as it is shown on one page; `section` is its content."""

    kind: str
    section: Row
    key: str
    anchor: str
    holds_h1: bool
    pictures: Mapping[int, Image]

    @property
    def template(self) -> str:
        return f"pages/sections/{self.kind}.html"

    @property
    def html(self) -> str:
        """The HTML of a section that is written in Markdown."""
        return rich(self.section["text"], 3 if self.section["title"] else 2)


@dataclass(frozen=True)
class Layout:
    """All that a page shows; without a hero at its head it `needs_header`."""

    blocks: tuple[Block, ...]

    @property
    def needs_header(self) -> bool:
        return not (self.blocks and self.blocks[0].holds_h1)

    @property
    def questions(self) -> list[tuple[str, str]]:
        """All questions of the page with their answers."""
        return [
            (point["title"], point["text"])
            for block in self.blocks
            if block.kind == "questions"
            for point in block.section["points"]
        ]


def arrange(rows: Iterable[Row], pictures: Mapping[int, Image], today: date) -> Layout:
    """Return the layout of the sections in `rows`, without those of a kind that no longer exists.

    A hero holds the page's only h1 if it comes first, an h2 elsewhere. An anchor and an inquiry
    form appear once, at their first place, because ids are unique.
    """
    blocks: list[Block] = []
    used: set[tuple[str, str]] = set()  # anchors and forms

    def is_first(what: str, name: str) -> bool:
        is_new = (what, name) not in used
        used.add((what, name))
        return is_new

    for row in rows:
        section = as_shown(row, pictures, today)
        if section is None or (row["kind"] == "form" and not is_first("form", section["form"])):
            continue
        anchor = section.get("anchor", "")
        blocks.append(
            Block(
                kind=row["kind"],
                section=section,
                key=row["key"],
                anchor=anchor if is_first("anchor", anchor) else "",
                holds_h1=not blocks and row["kind"] == "hero",
                pictures=pictures,
            )
        )
    return Layout(tuple(blocks))


def as_shown(row: Row, pictures: Mapping[int, Image], today: date) -> Row | None:
    """Return what a visitor may see of a section's content, or None."""
    kind: str = row["kind"]
    content: Row = row["content"]
    if kind not in KINDS:
        return None
    if kind == "statistics":
        found = figures_of([row])
        fresh = [figure for figure in found if months_since(figure["as_of"], today) < TOO_OLD]
        return {**content, "figures": fresh} if fresh else None
    if kind == "logos":
        there = [logo for logo in content["logos"] if logo["picture"] in pictures]
        return {**content, "logos": there} if there else None
    return content


def months_since(day: date, today: date) -> int:
    """Return how many whole months lie between both days."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return months - (today.day < day.day)


def figures_of(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the published figures in the sections of a page, `as_of` as a date."""
    for row in rows:
        if row["kind"] == "statistics":
            for figure in row["content"]["figures"]:
                yield {**figure, "as_of": date.fromisoformat(figure["as_of"])}
