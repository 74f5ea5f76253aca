"""Pages in the search."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.html import strip_tags

from contactatonce.lib import markup
from contactatonce.search.registry import searchable

from .models import Page

WORDS: Final = frozenset(
    {
        *("title", "text", "eyebrow", "notes", "bullets", "paragraphs", "list_title", "rules"),
        *("value", "source", "name", "transcript", "label"),
    }
)


def words(page: Page) -> str:
    """Return all that a visitor reads in the sections of a page."""
    return " ".join(
        part
        for row in page.sections
        for part in texts(row["content"], is_markdown=row["kind"] == "text")
    )


def texts(content: Any, *, is_markdown: bool) -> Iterator[str]:
    """Yield the texts in the JSON of a section, without markup."""
    if isinstance(content, dict):
        for name, value in content.items():
            if name in WORDS or (isinstance(value, dict | list) and name != "drawing"):
                yield from texts(value, is_markdown=is_markdown and name == "text")
    elif isinstance(content, list):
        for value in content:
            yield from texts(value, is_markdown=False)
    elif isinstance(content, str):
        yield strip_tags(markup.render(content)) if is_markdown else content


searchable(
    Page,
    kind="Page",
    published=lambda brand: Page.objects.published().for_brand(brand),
    title=lambda page: page.title,
    url=lambda page: page.path,
    text=words,
)
