"""What every page's frame needs: the site's menu, its stylesheet, and links across the sites."""

from django import template
from django.urls import is_valid_path, reverse
from django.utils import timezone

from contactatonce.brands import directory
from contactatonce.brands.models import Brand
from contactatonce.pages import palette
from contactatonce.pages.menus import LEGAL, Item, menu_of

register = template.Library()


@register.filter
def href(target: str) -> str:
    """Return the address of `target`: "site:<slug>" is another site's home, all else stays."""
    if not target.startswith("site:"):
        return target
    try:
        return f"{directory.by_slug(target.removeprefix('site:')).origin}/"
    except KeyError:
        return "/"


@register.simple_tag
def brand_stylesheet(brand: Brand) -> str:
    """Return the address of the site's own stylesheet, which changes with its content."""
    return reverse("pages:brand_css", args=[palette.digest(palette.stylesheet(brand))])


@register.simple_tag
def menu(brand: Brand) -> tuple[Item, ...]:
    """Return the site's menu."""
    return menu_of(brand.slug)


@register.simple_tag
def route(path: str) -> str:
    """Return `path` if this project answers there, and nothing otherwise."""
    return path if is_valid_path(path) else ""


@register.simple_tag
def legal_links() -> list[Item]:
    """Return what the foot of each page links to, as far as this project answers there."""
    return [item for item in LEGAL if is_valid_path(item.url)]


@register.filter
def is_open(brand: Brand) -> bool:
    """Tell whether the people who answer for the site are in now."""
    return brand.calendar.is_open_at(timezone.now())
