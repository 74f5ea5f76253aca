"""Template tags of the page frame: menu, stylesheet, links across the sites."""

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone

from contactatonce.brands.models import Brand
from pages import links, palette
from pages.addresses import LEGAL, Legal, answers
from pages.navigation import Entry, outline

register = template.Library()


@register.filter
def href(target: str) -> str:
    """Return the address of `target`: "site:<slug>" is another site's home, all else stays."""
    return links.href(target)


@register.simple_tag
def brand_stylesheet(brand: Brand) -> str:
    """Return the address of the site's own stylesheet, which changes with its content."""
    return reverse("pages:brand_css", args=[palette.digest(palette.stylesheet(brand))])


@register.simple_tag
def menu(brand: Brand) -> tuple[Entry, ...]:
    """Return the site's menu; a site without one has its contact button only."""
    return outline.get().menus.get(brand.pk, ())


@register.filter
def is_over(entry: Entry, path: str) -> bool:
    return entry.is_over(path)


@register.simple_tag(takes_context=True)
def route(context: Context, path: str) -> str:
    """Return `path` if the site answers there, and nothing otherwise."""
    return path if answers(context.get("brand"), path) else ""


@register.simple_tag(takes_context=True)
def legal_links(context: Context) -> list[Legal]:
    """Return what the foot of each page links to, as far as the site answers there."""
    return [item for item in LEGAL if answers(context.get("brand"), item.url)]


@register.filter
def is_open(brand: Brand) -> bool:
    return brand.calendar.schedule.is_open_at(timezone.now())
