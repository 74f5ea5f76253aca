"""Rich text inside a page: headings that fit their place, links to elsewhere that say so (P26)."""

import re
from functools import lru_cache
from typing import Final

from contactatonce.lib import markup

from .links import OUTBOUND_REL, is_outbound

HEADING: Final = re.compile(r"<(/?)h([1-6])\b")
LINK: Final = re.compile(r'<a href="([^"]*)"([^<>]*+)>([^<]*+(?:<(?!/?a\b)[^<]*+)*+)</a>')
REL: Final = re.compile(r' rel="[^"]*"')
ELSEWHERE: Final = '<span class="visually-hidden"> (another website)</span>'
DEEPEST: Final = 6


def rich(text: str, top: int) -> str:
    """Return the HTML of Markdown `text` whose highest heading is of level `top`."""
    return mark_links(rendered(text, top))


@lru_cache(maxsize=512)
def rendered(text: str, top: int) -> str:
    """Render `text`; the same text gives the same HTML, so that a process does it once."""
    return fit_headings(markup.render(text), top)


def fit_headings(html: str, top: int) -> str:
    """Return `html` with headings that begin at level `top` and go down one level at a time."""
    levels: list[tuple[int, int]] = []  # level as written, level as shown, outermost first

    def fitted(found: re.Match[str]) -> str:
        closing, written = found[1], int(found[2])
        if not closing:
            while levels and levels[-1][0] >= written:
                levels.pop()
            shown = min(levels[-1][1] + 1 if levels else top, DEEPEST)
            levels.append((written, shown))
        return f"<{closing}h{levels[-1][1] if levels else top}"

    return HEADING.sub(fitted, html)


def mark_links(html: str) -> str:
    """Return `html` in which each link to a website that is not ours says so."""

    def marked(found: re.Match[str]) -> str:
        address, rest, words = found.groups()
        if not is_outbound(address):
            return found[0]
        mark = f'rel="{OUTBOUND_REL}" class="outbound"'
        return f'<a href="{address}" {mark}{REL.sub("", rest)}>{words}{ELSEWHERE}</a>'

    return LINK.sub(marked, html)
