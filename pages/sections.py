"""The kinds of sections that a page is made of, as typed data.

One definition serves three: the files of a new installation (content/<site>/pages/), the JSON in
the database (schema.py), and what templates/pages/sections/ shows.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class Link:
    """Where a button or a line leads: a path, "site:<slug>" for another site's home, or https."""

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

    `drawing` or `picture` (the key of an image of the media library) stands beside it.
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
    """A number that somebody published, never without who and when."""

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
    """What every section has; `anchor` is its id in the page."""

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
        """Return what the kind is for, as the editor reads it."""
        return " ".join((cls.__doc__ or "").split())


@dataclass(frozen=True, kw_only=True)
class Hero(Section):
    """The first thing a visitor sees; at the head of a page its title is the page’s heading."""

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
    """What the visitor gains, with an icon each."""

    kind = "benefits"
    label = "Benefits"


class Assurances(Listing):
    """What the company binds itself to, on a dark stripe; each is a promise that the code keeps."""

    kind = "assurances"
    label = "Assurances"


class Solutions(Listing):
    """The trades that are served, with a drawing and a way on."""

    kind = "solutions"
    label = "Vertical solutions"


class Walk(Listing):
    """The product, picture beside text, sides taking turns."""

    kind = "walk"
    label = "Product walk"


class Steps(Listing):
    """How it goes, in numbered steps."""

    kind = "steps"
    label = "Steps"


class Questions(Listing):
    """Questions and answers that open without a script."""

    kind = "questions"
    label = "Questions and answers"


class Topics(Listing):
    """What a blog or a page covers, as cards."""

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
    """What customers said, as far as they agreed; without any the section is not shown."""

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
    """Where users of the chat service sign in, and the agreements that hold there."""

    kind = "portals"
    label = "Chat portals"


@dataclass(frozen=True, kw_only=True)
class RichText(Section):
    """Free text in Markdown; headings in it stand below the section's own title."""

    kind = "text"
    label = "Rich text"


@dataclass(frozen=True, kw_only=True)
class About(Section):
    """Who is behind the site, in a few paragraphs, with a list of rules beside them."""

    kind = "about"
    label = "Text with a list"
    paragraphs: tuple[str, ...]
    list_title: str
    rules: tuple[str, ...]
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class CallToAction(Section):
    """The last word: one button."""

    kind = "call"
    label = "Call to action"
    primary: Link
    secondary: Link | None = None
