"""Structured data (schema.org as JSON-LD), built as dicts and escaped once, on output.

Data is not escaped where it is built: `script` does it, so that a title reads the same after
JSON.parse. There is no Review and no AggregateRating: a company does not rate itself.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Data = dict[str, Any]
# Characters that could end the script element or begin another, in any parser state.
ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&"}


def script(data: Data | Sequence[Data]) -> SafeString:
    """Return a data block that a browser never runs, whatever the texts in it say.

    Several things become one graph. Everything but ASCII is written as \\u escapes, so that U+2028
    and the like need no rule of their own.
    """
    whole = dict(data) if isinstance(data, dict) else {"@graph": list(data)}
    text = json.dumps({"@context": "https://schema.org", **whole}, separators=(",", ":"))
    escaped = text.translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{escaped}</script>')  # noqa: S308  escaped by us


def without_empty(data: Data) -> Data:
    """Return `data` without what is not known."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def organization_id(origin: str) -> str:
    """Return the @id of the company, whose corporate site is at `origin`."""
    return f"{origin}/#organization"


def breadcrumbs(trail: Iterable[tuple[str, str]], *, origin: str) -> Data:
    """Describe a trail of (label, path); the last one, without a path, is the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            without_empty(
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": label,
                    "item": f"{origin}{path}" if path else "",
                }
            )
            for position, (label, path) in enumerate(trail, start=1)
        ],
    }
