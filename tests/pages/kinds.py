"""An example of each kind of section, as its form would store it."""

import random
from collections.abc import Iterator
from copy import deepcopy

from pages.forms.kinds import KINDS

TALK = {"label": "Talk to us", "url": "/contact/"}
PLAIN = [
    {"title": "One & only", "text": "Text <b>here</b>"},
    {"title": "Two", "text": "Text"},
]
POINTS = [{**PLAIN[0], "icon": "clock"}, {**PLAIN[1], "icon": ""}]
DRAWN = {
    **PLAIN[1],
    "drawing": {"name": "tile", "trade": "home"},
    "picture": None,
    "link": TALK,
}
MARKDOWN = """##### Deep first

Words and [a site](https://example.org/x?a=1&b=2).

# Then the top

#### Then a jump

- one
- two"""
STATIONS = [
    {**PLAIN[0], "drawing": None, "picture": None, "link": None, "bullets": []},
    {**DRAWN, "bullets": ["a", "b"]},
]
COMMON = {"text": "", "anchor": ""}
EXAMPLES = {
    "hero": {
        "title": "Hello",
        "eyebrow": "Chat",
        "primary": TALK,
        "secondary": None,
        "drawing": {"name": "phone", "trade": "car"},
        "picture": None,
        "notes": [],
    },
    "benefits": {"title": "Why", "anchor": "why", "points": POINTS},
    "solutions": {"title": "Industries", "points": [DRAWN]},
    "walk": {"title": "Product", "anchor": "product", "points": STATIONS},
    "steps": {"title": "How", "anchor": "how", "points": PLAIN},
    "topics": {"title": "Topics", "points": POINTS},
    "statistics": {
        "title": "Figures",
        "figures": [
            {
                "value": "42 %",
                "label": "of all",
                "source": "Example Census",
                "as_of": "2026-01-02",
                "url": "https://example.org/",
            }
        ],
    },
    "logos": {"title": "Partners", "logos": [{"name": "Example", "picture": None, "url": ""}]},
    "testimonials": {"title": "What they say", "count": 3},
    "testimonial": {"title": "What one says", "testimonial": 1},
    "video": {
        "title": "Film",
        "url": "/media/film.mp4",
        "captions": "/media/film.vtt",
        "picture": None,
        "transcript": "Words.\n\nMore.",
    },
    "questions": {"title": "Questions", "anchor": "questions", "points": PLAIN},
    "form": {"title": "Write to us", "form": "contact"},
    "posts": {
        "title": "From the blog",
        "count": 3,
        "link": {"label": "All", "url": "site:dealerchatblog"},
    },
    "offices": {"title": "Offices"},
    "portals": {"title": "Sign in"},
    "text": {"title": "", "text": MARKDOWN, "anchor": "why"},
    "about": {
        "title": "Who",
        "paragraphs": ["a", "b"],
        "list_title": "Rules",
        "rules": ["c"],
        "link": None,
    },
    "assurances": {"title": "Promises", "points": POINTS[:1]},
    "call": {"title": "Now", "text": "Write.", "primary": TALK, "secondary": None},
}
EXAMPLES = {kind: {**COMMON, **content} for kind, content in EXAMPLES.items()}
del EXAMPLES["about"]["text"]
assert set(EXAMPLES) == set(KINDS)


def row(kind: str, key: str = "", **content: object) -> dict[str, object]:
    """Return the example of `kind` as a page stores it, with `content` in its place."""
    stored = deepcopy({**EXAMPLES[kind], **content})
    return {"key": key or f"k-{kind}", "kind": kind, "content": stored}


def random_orders(number: int) -> Iterator[list[dict[str, object]]]:
    """Yield random pages: none to nine sections, some more than once."""
    draw = random.Random(20261122)
    for _ in range(number):
        kinds = draw.choices(sorted(EXAMPLES), k=draw.randint(0, 9))
        yield [row(kind, key=f"k{place}") for place, kind in enumerate(kinds)]
