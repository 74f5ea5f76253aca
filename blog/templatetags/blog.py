"""Template tags for posts."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe

from blog.models import Post
from contactatonce.brands.models import Brand
from contactatonce.lib import articles

register = template.Library()


@register.inclusion_tag("blog/includes/latest.html", takes_context=True)
def latest_posts(context: RequestContext, number: int = 6) -> dict[str, Any]:
    """Show the newest posts of the site as cards; on a blog the first one is large."""
    brand = context["request"].brand
    rows = Post.objects.on(brand).published().newest_first().for_cards()[: int(number)]
    return {
        "posts": rows,
        "leads": brand.kind == Brand.Kind.BLOG,
        "zone": brand.calendar.zone,
    }


@register.simple_tag(takes_context=True)
def article(context: RequestContext, post: Post) -> SafeString:
    """Return the stored HTML of a post, which was cleaned when it was saved.

    On another site, its internal links point to its home.
    """
    is_guest = context["request"].brand != post.brand
    html = articles.linked_home(post.html, post.brand.origin) if is_guest else post.html
    return mark_safe(html)  # noqa: S308  nh3 cleaned it
