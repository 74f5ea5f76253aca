"""Paths that a site answers, and those linked at the foot of each page."""

from typing import Final, NamedTuple

from django.urls import Resolver404, resolve

from contactatonce.brands.models import Brand

from .navigation import outline


class Legal(NamedTuple):
    """A link at the foot of each page."""

    label: str
    url: str


LEGAL: Final = (
    Legal("Contact", "/contact/"),
    Legal("Search", "/search/"),
    Legal("Privacy policy", "/privacy/"),
    Legal("Our promises", "/privacy/promises/"),
    Legal("What we hold", "/privacy/data/"),
    Legal("Privacy requests", "/privacy/requests/"),
    Legal("Stop our mail", "/privacy/opt-out/"),
    Legal("Cookies", "/cookies/"),
    Legal("Terms of use", "/terms/"),
    Legal("Accessibility", "/accessibility/"),
)
PAGE: Final = "pages:page"
HOME: Final = "pages:home"


def answers(brand: Brand | None, path: str) -> bool:
    """Return whether `brand` answers `path`, by a route of the project or a page."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.view_name != PAGE:
        return True
    return brand is not None and path in outline.get().paths.get(brand.pk, {})


def is_free(path: str) -> bool:
    """Return whether `path` is free for a page: no app has a route there."""
    try:
        return resolve(path).view_name in {PAGE, HOME}
    except Resolver404:
        return False
