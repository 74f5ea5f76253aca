"""From the sections of a page to what its template shows: which are seen, and which has the h1."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from media.models import Image

from . import sections as kinds
from .richtext import rich
from .sections import Figure, Section

OLD: Final = 24  # months, after which an editor is asked for a newer figure
TOO_OLD: Final = 36  # months, after which a figure is not shown


@dataclass(frozen=True)
class Block:
    """A section as it is shown on one page."""

    section: Section
    key: str = ""
    anchor: str = ""
    holds_h1: bool = False
    html: str = ""
    pictures: Mapping[int, Image] = field(default_factory=dict)


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
            (point.title, point.text)
            for block in self.blocks
            if isinstance(block.section, kinds.Questions)
            for point in block.section.points
        ]


def arrange(
    placed: Iterable[tuple[str, Section]], pictures: Mapping[int, Image], today: date
) -> Layout:
    """Return the layout of sections, given by key, in their order.

    A hero holds the page's only h1 if it comes first, an h2 elsewhere. An anchor and an inquiry
    form appear once, at their first place, because ids are unique.
    """
    blocks: list[Block] = []
    anchors: set[str] = set()
    forms: set[str] = set()
    for key, given in placed:
        section = as_shown(given, pictures, today)
        if section is None or (isinstance(section, kinds.InquiryForm) and section.form in forms):
            continue
        if isinstance(section, kinds.InquiryForm):
            forms.add(section.form)
        anchor = section.anchor if section.anchor not in anchors else ""
        anchors.add(anchor)
        blocks.append(
            Block(
                section,
                key=key,
                anchor=anchor,
                holds_h1=not blocks and isinstance(section, kinds.Hero),
                html=written(section),
                pictures=pictures,
            )
        )
    return Layout(tuple(blocks))


def as_shown(section: Section, pictures: Mapping[int, Image], today: date) -> Section | None:
    """Return what a visitor may see of `section`, or None."""
    if isinstance(section, kinds.Testimonials):
        return None  # there are no published testimonials yet, and none are made up
    if isinstance(section, kinds.Statistics):
        fresh = tuple(f for f in section.figures if months_since(f.as_of, today) < TOO_OLD)
        return replace(section, figures=fresh) if fresh else None
    if isinstance(section, kinds.Logos):
        there = tuple(logo for logo in section.logos if logo.picture in pictures)
        return replace(section, logos=there) if there else None
    return section


def written(section: Section) -> str:
    """Return the HTML of a section that is written in Markdown, nothing for others."""
    if not isinstance(section, kinds.RichText):
        return ""
    return rich(section.text, 3 if section.title else 2)


def months_since(day: date, today: date) -> int:
    """Return how many whole months lie between both days."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return months - (today.day < day.day)


def old_figures(placed: Iterable[tuple[str, Section]], today: date) -> list[Figure]:
    """Return the figures for which an editor should look for newer ones."""
    return [
        figure
        for _, section in placed
        if isinstance(section, kinds.Statistics)
        for figure in section.figures
        if months_since(figure.as_of, today) >= OLD
    ]
