"""Pages in the search."""

from typing import Final

from django.utils.html import strip_tags

from contactatonce.lib import markup
from search.registry import Searchable, register

from .models import Page
from .sections import leaves

WORDS: Final = frozenset(
    {
        "title",
        "text",
        "eyebrow",
        "notes",
        "bullets",
        "paragraphs",
        "list_title",
        "rules",
        "value",
        "source",
        "name",
        "transcript",
        "label",
    }
)
# Words on a button say where it leads, not what the page is about.
OVERHEARD: Final = frozenset({"drawing", "primary", "secondary", "link"})


def words(page: Page) -> str:
    """Return all that a visitor reads in the sections of a page, without markup."""
    return " · ".join(
        strip_tags(markup.render(value)) if row["kind"] == "text" and way == ("text",) else value
        for row in page.sections
        for way, value in leaves(row["content"])
        if is_read(way) and isinstance(value, str)
    )


def is_read(way: tuple[str | int, ...]) -> bool:
    """Return whether visitors can read the value at this path in the JSON of a section."""
    name = next((step for step in reversed(way) if isinstance(step, str)), "")
    return name in WORDS and not OVERHEARD.intersection(way)


register(
    Searchable(
        Page,
        kind="Page",
        published=lambda brand: Page.objects.published().for_brand(brand),
        url=lambda page: page.path,
        words=lambda page: (page.title, words(page)),
    )
)
