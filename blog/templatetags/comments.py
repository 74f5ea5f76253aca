"""Template tags for comments and subscriptions."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from blog.comments import threads
from blog.comments.forms import CommentForm
from blog.comments.services import takes_comments
from blog.comments.threads import Thread
from blog.models import Comment, Post
from blog.subscriptions.forms import SubscribeForm
from blog.subscriptions.services import wording

register = template.Library()
HELD = "<p><em>This comment waits for a moderator.</em></p>"
REMOVED = "<p><em>This comment was removed.</em></p>"


# Python, not templates, because a page has fifty threads: a template takes five times as long.
@register.simple_tag
def comment_text(comment: Comment) -> SafeString:
    """Show one comment, or a placeholder for one that readers may not see."""
    at = comment.submitted_at
    iso, day = at.isoformat(timespec="seconds"), f"{at:%B} {at.day}, {at.year}"
    absent = HELD if comment.is_held else REMOVED
    return mark_safe(  # noqa: S308  the name is escaped, and nh3 cleaned the text
        f"""<header class="comment-head">
  <span class="comment-author">{escape(comment.shown_name)}</span>
  <a class="comment-date" href="#comment-{comment.pk}"><time datetime="{iso}">{day}</time></a>
</header>
<div class="comment-body">{comment.html if comment.is_published else absent}</div>"""
    )


@register.simple_tag
def comment_threads(shown: Iterable[Thread], reply_url: str) -> SafeString:
    """Show comments with their replies; `reply_url` is "" once comments are closed."""
    threads = "".join(
        item(thread.comment, reply_link(thread, reply_url) if reply_url else "", thread.replies)
        for thread in shown
    )
    return mark_safe(threads)  # noqa: S308  `item` returns HTML


def item(comment: Comment, link: str = "", replies: Iterable[Comment] = ()) -> str:
    """Return the HTML of a comment in a list, with its link for a reply and its replies."""
    below = "".join(item(reply) for reply in replies)
    below = below and f'<ol class="comment-list">{below}</ol>'
    text = comment_text(comment)
    return f'<li class="comment" id="comment-{comment.pk}">{text}{link}{below}</li>\n'


def reply_link(thread: Thread, url: str) -> str:
    own = thread.comment
    to = f'<span class="visually-hidden"> to {escape(own.author_name)}</span>'
    return (
        f'<p class="comment-actions"><a href="{escape(url)}?to={thread.answerable.pk}" '
        f'rel="nofollow">Reply{to if own.is_published else " to this thread"}</a></p>'
    )


@register.inclusion_tag("blog/includes/comments.html", takes_context=True)
def comments(context: RequestContext, post: Post) -> dict[str, Any]:
    """Show the comments of a post and the form, with two queries."""
    request = context["request"]
    is_open = takes_comments(post)
    return {
        "request": request,
        "brand": request.brand,
        "post": post,
        "page": threads.read(post, threads.page_number(request.GET.get("comments", ""))),
        "form": CommentForm(post) if is_open else None,
        "is_open": is_open,
        "reply_url": reverse("blog:comment_new", args=[post.slug]) if is_open else "",
    }


@register.inclusion_tag("blog/includes/subscribe_form.html", takes_context=True)
def subscribe_form(context: RequestContext) -> dict[str, Any]:
    """Show the subscription form without a query."""
    brand = context["request"].brand
    return {
        "form": SubscribeForm(auto_id="subscribe_%s"),
        "wording": wording(brand),
    }
