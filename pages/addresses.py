"""Paths that a site answers, and those linked at the foot of each page."""

from functools import lru_cache
from typing import Final, NamedTuple

from django.urls import Resolver404, URLResolver, get_resolver

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
    name = view_at(path, get_resolver())
    if name != PAGE:
        return name is not None
    return brand is not None and path in outline.get().paths.get(brand.pk, {})


def is_free(path: str) -> bool:
    """Return whether `path` is free for a page: no app has a route there."""
    return view_at(path, get_resolver()) in {PAGE, HOME}


@lru_cache(maxsize=256)
def view_at(path: str, routes: URLResolver) -> str | None:
    """Return the name of the view at `path`, or None; every page asks for a dozen."""
    try:
        return routes.resolve(path).view_name
    except Resolver404:
        return None
