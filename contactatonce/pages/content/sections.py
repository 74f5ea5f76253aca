"""The kinds of sections that a page is made of; templates/pages/sections/ shows one each."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Link:
    """Where a button or a line leads: a path, or "site:<slug>" for another site's home."""

    label: str
    url: str


@dataclass(frozen=True)
class Drawing:
    """One of our own drawings (templates/includes/art/), with what is for sale in it."""

    name: str
    trade: str = "car"

    @property
    def template(self) -> str:
        return f"includes/art/{self.name}.svg"


@dataclass(frozen=True)
class Point:
    """One item of a section: a benefit, a step, a question with its answer."""

    title: str
    text: str
    icon: str = ""
    drawing: Drawing | None = None
    bullets: tuple[str, ...] = ()
    link: Link | None = None

    @property
    def icon_template(self) -> str:
        return f"includes/icons/{self.icon}.svg"


@dataclass(frozen=True, kw_only=True)
class Section:
    """What every section has; `anchor` is its id in the page."""

    kind: ClassVar[str]
    title: str
    text: str = ""
    anchor: str = ""

    @property
    def template(self) -> str:
        return f"pages/sections/{self.kind}.html"


@dataclass(frozen=True, kw_only=True)
class Hero(Section):
    """The first thing a visitor sees; it holds the page's only h1."""

    kind = "hero"
    eyebrow: str
    drawing: Drawing
    primary: Link
    secondary: Link | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listing(Section):
    """A section that is a list of points."""

    points: tuple[Point, ...]


class Benefits(Listing):
    """What the visitor gains, with an icon each."""

    kind = "benefits"


class Assurances(Listing):
    """What the company binds itself to, on a dark stripe; each is a promise that the code keeps."""

    kind = "assurances"


class Solutions(Listing):
    """The trades that are served, with a drawing and a way on."""

    kind = "solutions"


class Walk(Listing):
    """The product, picture beside text, sides taking turns."""

    kind = "walk"


class Steps(Listing):
    """How it goes, in numbered steps."""

    kind = "steps"


class Questions(Listing):
    """Questions and answers that open without a script."""

    kind = "questions"


class Topics(Listing):
    """What a blog covers."""

    kind = "topics"


@dataclass(frozen=True, kw_only=True)
class About(Section):
    """Who is behind the site, in a few paragraphs, with a list of rules beside them."""

    kind = "about"
    paragraphs: tuple[str, ...]
    list_title: str
    rules: tuple[str, ...]
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class CallToAction(Section):
    """The last word: one button."""

    kind = "call"
    primary: Link
    secondary: Link | None = None
