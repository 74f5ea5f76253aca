"""Kinds of page sections, as typed data.

One definition serves three: the files of a new installation (content/<site>/pages/), the JSON in
the database (schema.py), and what templates/pages/sections/ shows.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class Link:
    """The target of a button or a line: a path, "site:<slug>" for another site's home, or https."""

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
    """One item of a section: a benefit, a step, a question with its answer.

    `drawing` or `picture` (the key of an image of the media library) is shown beside it.
    """

    title: str
    text: str = ""
    icon: str = ""
    drawing: Drawing | None = None
    picture: int | None = None
    bullets: tuple[str, ...] = ()
    link: Link | None = None

    @property
    def icon_template(self) -> str:
        return f"includes/icons/{self.icon or 'check'}.svg"


@dataclass(frozen=True)
class Figure:
    """A published number, always with its source and date."""

    value: str
    label: str
    source: str
    as_of: date
    url: str = ""


@dataclass(frozen=True)
class Logo:
    """The logo of a company that agreed to be shown."""

    name: str
    picture: int | None = None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """Base of all sections; `anchor` is the id in the page."""

    kind: ClassVar[str]
    label: ClassVar[str]
    title: str = ""
    text: str = ""
    anchor: str = ""

    @property
    def template(self) -> str:
        return f"pages/sections/{self.kind}.html"

    @classmethod
    def purpose(cls) -> str:
        """Return the description of the kind for editors."""
        return " ".join((cls.__doc__ or "").split())


@dataclass(frozen=True, kw_only=True)
class Hero(Section):
    """The opening of a page; at the top its title is the page’s heading."""

    kind = "hero"
    label = "Hero"
    eyebrow: str = ""
    drawing: Drawing | None = None
    picture: int | None = None
    primary: Link | None = None
    secondary: Link | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listing(Section):
    """A section that is a list of points."""

    points: tuple[Point, ...]


class Benefits(Listing):
    """Benefits for the visitor, each with an icon."""

    kind = "benefits"
    label = "Benefits"


class Assurances(Listing):
    """Promises of the company on a dark stripe; each is one that the code keeps."""

    kind = "assurances"
    label = "Assurances"


class Solutions(Listing):
    """Industries we serve, with a drawing and a link."""

    kind = "solutions"
    label = "Vertical solutions"


class Walk(Listing):
    """The product in pictures beside text, on alternating sides."""

    kind = "walk"
    label = "Product walk"


class Steps(Listing):
    """A process in numbered steps."""

    kind = "steps"
    label = "Steps"


class Questions(Listing):
    """Questions and answers that open without a script."""

    kind = "questions"
    label = "Questions and answers"


class Topics(Listing):
    """Topics of a blog or a page, as cards."""

    kind = "topics"
    label = "Topics"


@dataclass(frozen=True, kw_only=True)
class Logos(Section):
    """Logos in a row; without any the section is not shown."""

    kind = "logos"
    label = "Logos"
    logos: tuple[Logo, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Statistics(Section):
    """Figures with their sources; one that is older than three years is not shown."""

    kind = "statistics"
    label = "Statistics"
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Testimonials(Section):
    """Quotes from customers who agreed; without any the section is hidden."""

    kind = "testimonials"
    label = "Testimonials"
    count: int = 3


@dataclass(frozen=True, kw_only=True)
class Video(Section):
    """A film with captions and its words as text; nothing is loaded before the click."""

    kind = "video"
    label = "Video"
    url: str
    transcript: str
    captions: str = ""
    picture: int | None = None

    @property
    def is_ours(self) -> bool:
        """Whether the film is a file on this site."""
        return self.url.startswith("/")


@dataclass(frozen=True, kw_only=True)
class InquiryForm(Section):
    """One of the site's inquiry forms."""

    kind = "form"
    label = "Inquiry form"
    form: str = "contact"


@dataclass(frozen=True, kw_only=True)
class LatestPosts(Section):
    """The newest posts of the blog that belongs to the site; without any it is not shown."""

    kind = "posts"
    label = "Latest posts"
    count: int = 3
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Offices(Section):
    """Both offices with address, phone and fax."""

    kind = "offices"
    label = "Offices"


@dataclass(frozen=True, kw_only=True)
class Portals(Section):
    """Sign-in pages of the chat service, and the agreements that apply there."""

    kind = "portals"
    label = "Chat portals"


@dataclass(frozen=True, kw_only=True)
class RichText(Section):
    """Free text in Markdown; its headings rank below the section's title."""

    kind = "text"
    label = "Rich text"


@dataclass(frozen=True, kw_only=True)
class About(Section):
    """A few paragraphs with a list of rules beside them."""

    kind = "about"
    label = "Text with a list"
    paragraphs: tuple[str, ...]
    list_title: str
    rules: tuple[str, ...]
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class CallToAction(Section):
    """A closing call with one button."""

    kind = "call"
    label = "Call to action"
    primary: Link
    secondary: Link | None = None
