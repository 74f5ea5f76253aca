"""Markdown to HTML, once at save: one renderer and one sanitiser for every written text."""

from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

MOST_LINKS = 500  # looking for bare links takes time that grows with the square of their number
TAGS: Final = {
    *("a", "abbr", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol"),
    *("p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
HEADINGS: Final = {"h1": "h2", "h5": "h4", "h6": "h4"}  # a page has its own h1


def fit_headings(state: StateCore) -> None:
    """Give headings a level that a page leaves to its text."""
    for token in state.tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)


def renderer(*, finds_links: bool) -> MarkdownIt:
    options = {"html": False, "linkify": finds_links, "typographer": True}
    markdown = MarkdownIt("commonmark", options).enable(
        ["linkify", "replacements", "smartquotes", "table", "strikethrough"]
    )
    markdown.core.ruler.push("fit_headings", fit_headings)
    return markdown


WITH_LINKS: Final = renderer(finds_links=True)
WITHOUT_LINKS: Final = renderer(finds_links=False)


def render(source: str) -> str:
    """Return safe HTML for Markdown `source`; raw HTML in it is shown as text.

    No id, class, name or style comes through, so that a text can neither pose as a part of the page
    nor hide one; pictures and whatever a browser would load are left out.
    """
    source = source.encode("utf-8", "replace").decode("utf-8")  # half a character is none
    markdown = WITH_LINKS if source.count("://") <= MOST_LINKS else WITHOUT_LINKS
    return nh3.clean(
        markdown.render(source),
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
