"""Template tags for sections."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from media.models import Image
from pages import links, navigation
from pages.layout import Block
from pages.models import Portal
from pages.sections import Row

register = template.Library()


@register.inclusion_tag("pages/includes/link.html")
def link(target: Row | None, css: str = "", arrow: bool = False) -> dict[str, Any]:
    """A link; an external one is marked for readers and browsers (P26)."""
    if target is None:
        return {}
    return {
        "label": target["label"],
        "url": links.href(target["url"]),
        "is_outbound": links.is_outbound(target["url"]),
        "rel": links.OUTBOUND_REL,
        "css": css,
        "arrow": arrow,
    }


@register.simple_tag
def anchor(address: str, label: str) -> Row:
    """Return a link with these words, for `link`."""
    return {"label": label, "url": address}


@register.inclusion_tag("pages/includes/art.html")
def art(block: Block, shown: Row, sizes: str = "100vw", first: bool = False) -> dict[str, Any]:
    """The picture of a section or of one of its points, else its drawing, else nothing."""
    image = picture_of(block, shown.get("picture"))
    return {"image": image, "drawing": shown.get("drawing"), "sizes": sizes, "first": first}


@register.filter
def picture_of(block: Block, key: int | None) -> Image | None:
    return block.pictures.get(key) if key else None


@register.filter
def written(html: str) -> SafeString:
    """Mark what contactatonce.lib.markup has rendered and cleaned as safe."""
    return mark_safe(html)  # noqa: S308


@register.simple_tag
def portals() -> tuple[Portal, ...]:
    return navigation.portals.get()


class Frame(template.Node):
    """Draws a template around what is inside, unless that is nothing."""

    def __init__(self, name: str, inside: NodeList) -> None:
        self.name = name
        self.inside = inside

    def render(self, context: Context) -> SafeString:
        inner = self.inside.render(context)
        if not inner.strip():
            return mark_safe("")
        frame = context.template.engine.get_template(self.name)  # type: ignore[union-attr]
        with context.push(inside=inner):
            return frame.render(context)


@register.tag
def frame(parser: Parser, token: Token) -> Frame:
    """{% frame "template" %}...{% endframe %}: the template shows `inside`, if there is any."""
    name = token.split_contents()[1].strip("\"'")
    inside = parser.parse(("endframe",))
    parser.delete_first_token()
    return Frame(name, inside)
