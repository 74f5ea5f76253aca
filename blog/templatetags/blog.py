"""Posts on any page, and the one place where an article becomes part of a page."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe

from blog.models import Post

register = template.Library()


@register.inclusion_tag("blog/includes/latest.html", takes_context=True)
def latest_posts(context: RequestContext, number: int = 6, leads: bool = False) -> dict[str, Any]:
    """The newest posts of the site as cards, the first one large if it `leads`; nothing without."""
    brand = context["request"].brand
    rows = Post.objects.on(brand).published().newest_first().for_cards()[: int(number)]
    return {"posts": rows.shown(), "leads": leads, "zone": brand.calendar.zone}


@register.simple_tag
def article(post: Post) -> SafeString:
    """The text of a post as it was rendered and cleaned when it was saved."""
    return mark_safe(post.html)  # noqa: S308  nh3 cleaned it
