"""The style page: tokens, type and components of the design, as one site shows them."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings

from . import directory
from .palette import DARK, LIGHT, pairs

COLORS: Final = (
    ("page", "Background of every page"),
    ("soft", "Stripes between sections"),
    ("tint", "Notices, badges, hovered rows"),
    ("tint-strong", "Drawings, placeholders of pictures"),
    ("raised", "Cards, fields, menus"),
    ("accent", "Buttons, the closing section of a page"),
    ("on-accent", "Text on the accent"),
    ("accent-text", "Links"),
    ("ink", "Text"),
    ("ink-soft", "Quiet text"),
    ("line", "Separators"),
    ("line-strong", "Borders of fields"),
    ("bad", "Errors"),
    ("good", "Success"),
)
TYPE: Final = (
    ("title-xl", "Title of a home page"),
    ("title-l", "Heading of a section"),
    ("title-m", "Heading in a text"),
    ("title-s", "Heading of a card"),
    ("text-l", "Lead"),
    ("text-m", "Text"),
    ("text-s", "Small text"),
    ("text-xs", "Notes"),
)
SPACES: Final = tuple(f"space-{step}" for step in (*range(1, 8), "section"))
PARTS: Final = ("basics", "forms", "sections", "evidence", "articles", "finding", "drawings")


TWO_TRADES: Final = ("dashboard", "listing", "phone", "notebook", "one-team", "appointment")
DRAWINGS: Final = (
    {"name": "chat-car", "trade": "car"},
    {"name": "chat-home", "trade": "home"},
    *({"name": name, "trade": trade} for name in TWO_TRADES for trade in ("car", "home")),
    {"name": "listing", "trade": "portal"},
)


def icons() -> list[str]:
    """Return the templates of all icons, sorted by name."""
    folder = Path(settings.BASE_DIR, "templates", "includes", "icons")
    return [f"includes/icons/{icon.name}" for icon in sorted(folder.glob("*.svg"))]


def style_context(slug: str) -> dict[str, Any]:
    """Return the context of the style page of the site `slug`; raise KeyError if it is unknown."""
    brand = directory.by_slug(slug)
    return {
        "brand": brand,
        "title": f"Style of {brand.name}",
        "colors": COLORS,
        "type": TYPE,
        "spaces": SPACES,
        "pairs": [
            *pairs(brand.accent, brand.tint or brand.accent, LIGHT),
            *pairs(brand.accent_dark, brand.tint or brand.accent_dark, DARK),
        ],
        "parts": [f"admin/brands/brand/style/{part}.html" for part in PARTS],
        "icons": icons(),
        "drawings": DRAWINGS,
    }
