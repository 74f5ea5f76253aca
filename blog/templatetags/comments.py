"""The comments under a post with their form, and the form for new posts by e-mail."""

from typing import Any

from django import template
from django.template.context import RequestContext

from blog.comments import threads
from blog.comments.forms import CommentForm
from blog.comments.services import takes_comments
from blog.models import Post
from blog.subscriptions.forms import SubscribeForm
from blog.subscriptions.services import wording

register = template.Library()


@register.inclusion_tag("blog/includes/comments.html", takes_context=True)
def comments(context: RequestContext, post: Post) -> dict[str, Any]:
    """Show what readers wrote under `post` and the form: two queries, however many comments."""
    request = context["request"]
    is_open = takes_comments(post)
    return {
        "request": request,
        "brand": request.brand,
        "post": post,
        "page": threads.read(post, threads.page_number(request.GET.get("comments", ""))),
        "form": CommentForm(post) if is_open else None,
        "is_open": is_open,
    }


@register.inclusion_tag("blog/includes/subscribe_form.html", takes_context=True)
def subscribe_form(context: RequestContext) -> dict[str, Any]:
    """Show the form for new posts by e-mail, without a query."""
    brand = context["request"].brand
    return {
        "form": SubscribeForm(auto_id="subscribe_%s"),
        "wording": wording(brand),
    }
