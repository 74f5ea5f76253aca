"""An example of each kind of section, as its form would store it."""

import random
from collections.abc import Iterator
from datetime import date

from pages import sections as kinds
from pages.schema import KINDS, dump
from pages.sections import Drawing, Figure, Link, Logo, Point

TALK = Link("Talk to us", "/contact/")
POINTS = (
    Point("One & only", "Text <b>here</b>", icon="clock"),
    Point("Two", "Text", drawing=Drawing("tile", "home"), bullets=("a", "b"), link=TALK),
)
MARKDOWN = """##### Deep first

Words and [a site](https://example.org/x?a=1&b=2).

# Then the top

#### Then a jump

- one
- two"""
EXAMPLES = {
    "hero": kinds.Hero(title="Hello", eyebrow="Chat", primary=TALK, drawing=Drawing("phone")),
    "benefits": kinds.Benefits(title="Why", anchor="why", points=POINTS),
    "solutions": kinds.Solutions(title="Industries", points=POINTS[1:]),
    "walk": kinds.Walk(title="Product", anchor="product", points=POINTS),
    "steps": kinds.Steps(title="How", anchor="how", points=POINTS),
    "topics": kinds.Topics(title="Topics", points=POINTS),
    "statistics": kinds.Statistics(
        title="Figures",
        figures=(
            Figure("42 %", "of all", "Example Census", date(2026, 1, 2), "https://example.org/"),
        ),
    ),
    "logos": kinds.Logos(title="Partners", logos=(Logo("Example", None),)),
    "testimonials": kinds.Testimonials(title="What they say"),
    "video": kinds.Video(
        title="Film",
        url="/media/film.mp4",
        captions="/media/film.vtt",
        transcript="Words.\n\nMore.",
    ),
    "questions": kinds.Questions(title="Questions", anchor="questions", points=POINTS),
    "form": kinds.InquiryForm(title="Write to us"),
    "posts": kinds.LatestPosts(title="From the blog", link=Link("All", "site:dealerchatblog")),
    "offices": kinds.Offices(title="Offices"),
    "portals": kinds.Portals(title="Sign in"),
    "text": kinds.RichText(text=MARKDOWN, anchor="why"),
    "about": kinds.About(title="Who", paragraphs=("a", "b"), list_title="Rules", rules=("c",)),
    "assurances": kinds.Assurances(title="Promises", points=POINTS[:1]),
    "call": kinds.CallToAction(title="Now", text="Write.", primary=TALK),
}
assert set(EXAMPLES) == set(KINDS)


def row(kind: str, key: str = "", **content: object) -> dict[str, object]:
    """Return the example of `kind` as a page stores it, with `content` in its place."""
    stored = {**dump(EXAMPLES[kind]), **content}
    return {"key": key or f"k-{kind}", "kind": kind, "content": stored}


def random_orders(number: int) -> Iterator[list[dict[str, object]]]:
    """Yield random pages: none to nine sections, some more than once."""
    draw = random.Random(20261122)
    for _ in range(number):
        kinds = draw.choices(sorted(EXAMPLES), k=draw.randint(0, 9))
        yield [row(kind, key=f"k{place}") for place, kind in enumerate(kinds)]
