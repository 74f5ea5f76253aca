"""Markdown to HTML, once at save: one renderer and one sanitizer for every written text."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

MOST_LINKS = 500  # looking for bare links takes time that grows with the square of their number
INLINE_TAGS: Final = {"a", "br", "code", "del", "em", "s", "strong"}
LIMITED_TAGS: Final = INLINE_TAGS | {"blockquote", "li", "ol", "p", "pre", "ul"}
TABLE_TAGS: Final = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS: Final = LIMITED_TAGS | TABLE_TAGS | {"abbr", "h2", "h3", "h4", "hr"}
MOST_CELLS = 10_000  # of all tables of a text; a short text can ask for millions
LONGEST_LIMITED = 32 * 1024
DELIMITERS = re.compile(r"[|:\-\s>*+.)\d]*")  # the second line of a table, perhaps inside a list
HEADINGS: Final = {"h1": "h2", "h5": "h4", "h6": "h4"}  # a page has its own h1


def fit_headings(state: StateCore) -> None:
    """Give headings a level that a page leaves to its text."""
    for token in state.tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)


class TooComplex(ValueError):
    """The text would take too long to render; the message is for its author."""


def refuse_bombs(source: str, most: int) -> None:
    """Raise TooComplex for a text longer than `most` characters, or one with too big a table.

    Cells that a row lacks are made up, so that 20 KB of bars become a table of millions.
    """
    if len(source) > most:
        raise TooComplex(f"The text is longer than {most:,} characters.")
    cells = columns = 0
    for line in source.splitlines():
        if not line.strip():
            columns = 0
        elif "-" in line and "|" in line and DELIMITERS.fullmatch(line):
            columns = max(columns, line.count("|") + 1)
        cells += columns
        if cells > MOST_CELLS:
            raise TooComplex(f"Its tables have more than {MOST_CELLS:,} cells.")


def renderer(*, finds_links: bool) -> MarkdownIt:
    options = {"html": False, "linkify": finds_links, "typographer": True}
    markdown = MarkdownIt("commonmark", options).enable(
        ["linkify", "replacements", "smartquotes", "table", "strikethrough"]
    )
    markdown.core.ruler.push("fit_headings", fit_headings)
    return markdown


class Renderers(NamedTuple):
    """One kind of renderer, twice: the second one does not look for bare links."""

    whole: MarkdownIt
    without_links: MarkdownIt

    def html(self, source: str, env: dict[str, Any] | None = None) -> str:
        """Return the HTML of Markdown `source`, which is still to be cleaned."""
        source = source.encode("utf-8", "replace").decode("utf-8")  # replace unpaired surrogates
        chosen = self.whole if source.count("://") <= MOST_LINKS else self.without_links
        return str(chosen.render(source, env))


UNWANTED: Final = ["table", "heading", "lheading", "hr", "image", "reference"]
FULL: Final = Renderers(renderer(finds_links=True), renderer(finds_links=False))
LIMITED: Final = Renderers(
    renderer(finds_links=True).disable(UNWANTED), renderer(finds_links=False).disable(UNWANTED)
)


def render(source: str) -> str:
    """Return safe HTML for Markdown `source`; raw HTML in it is shown as text.

    No id, class, name or style is kept, so that a text can neither imitate nor hide a part of the
    page; pictures and everything else that a browser would load are removed.
    """
    return nh3.clean(
        FULL.html(source),
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )


def render_limited(source: str) -> str:
    """Return safe HTML for what a visitor wrote: paragraphs, lists, quotes, emphasis, code, links.

    Headings and tables are shown as text. Links say that no editor chose them. Raises TooComplex.
    """
    refuse_bombs(source, LONGEST_LIMITED)
    return clean_limited(LIMITED.html(source))


def clean_limited(html: str, more: Mapping[str, set[str]] = MappingProxyType({})) -> str:
    """Return the HTML of a visitor's text with nothing but what render_limited() allows.

    `more` are further tags with their attributes.
    """
    return nh3.clean(
        html,
        tags=LIMITED_TAGS | more.keys(),
        attributes={"a": {"href"}, "ol": {"start"}, **more},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
