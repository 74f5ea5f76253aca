"""Pictures and social cards for any template."""

from typing import Any

from django import template

from contactatonce.brands.models import Brand
from media import cards, pictures
from media.models import Image

register = template.Library()


@register.inclusion_tag("media/picture.html")
def picture(
    image: Image | None,
    sizes: str = "100vw",
    first: bool = False,
    css: str = "",
    alt: str = "",
    decorative: bool = False,
) -> dict[str, Any]:
    """The picture in the best format and size that the browser takes; nothing without one."""
    if not image:
        return {}
    return pictures.context_for(
        image, sizes=sizes, first=first, css=css, alt=alt, decorative=decorative
    )


@register.simple_tag
def picture_url(image: Image | None, width: int = 1600) -> str:
    """The path of a JPEG or PNG of the picture: for feeds and other machines."""
    return pictures.url(image, width) if image else ""


@register.simple_tag
def card_url(brand: Brand, title: str) -> str:
    """The path of the social card of `title` on the site `brand`."""
    return cards.url(brand, title)
