"""The text of a post: Markdown to the HTML of the page, the preview, feeds and mail."""

from collections.abc import Sequence

from contactatonce.lib import articles
from media import pictures

IN_TEXT = "(min-width: 48rem) 39rem, 100vw"


def find_pictures(refs: Sequence[articles.PictureRef]) -> list[str | None]:
    """Return the <picture> of each reference in a text, or None if it does not exist."""
    known = pictures.in_text({ref.id for ref in refs})
    return [
        pictures.html(known[ref.id], sizes=IN_TEXT, alt=ref.alt) if ref.id in known else None
        for ref in refs
    ]


def render(body: str) -> articles.Article:
    """Return the text of a post as an article; raise markup.TooComplex."""
    return articles.render(body, find_pictures)
