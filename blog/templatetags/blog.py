"""Posts on any page, and the one place where an article becomes part of a page."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe

from blog.models import Post
from contactatonce.brands.models import Brand

register = template.Library()


@register.inclusion_tag("blog/includes/latest.html", takes_context=True)
def latest_posts(context: RequestContext, number: int = 6) -> dict[str, Any]:
    """The newest posts of the site as cards, on a blog the first one large; nothing without."""
    brand = context["request"].brand
    rows = Post.objects.on(brand).published().newest_first().for_cards()[: int(number)]
    return {
        "posts": rows.shown(),
        "leads": brand.kind == Brand.Kind.BLOG,
        "zone": brand.calendar.zone,
    }


@register.simple_tag
def article(post: Post) -> SafeString:
    """The text of a post as it was rendered and cleaned when it was saved."""
    return mark_safe(post.html)  # noqa: S308  nh3 cleaned it
