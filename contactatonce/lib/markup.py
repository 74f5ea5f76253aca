"""Markdown to HTML, once at save: one renderer and one sanitiser for every text that staff write."""

from typing import Final

import nh3
from markdown_it import MarkdownIt

RENDERER: Final = MarkdownIt(
    "commonmark", {"html": False, "linkify": True, "typographer": True}
).enable(["linkify", "replacements", "smartquotes", "table", "strikethrough"])

TAGS: Final = frozenset(
    "a abbr blockquote br code del em h2 h3 h4 hr li ol p pre strong table tbody td th thead tr ul".split()
)


def render(source: str) -> str:
    """Return safe HTML for Markdown `source`; raw HTML in it is shown as text."""
    return nh3.clean(
        RENDERER.render(source),
        tags=set(TAGS),
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
