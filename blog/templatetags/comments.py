"""The comments under a post with their form, and the form for new posts by e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.template.context import RequestContext

from blog.comments.forms import CommentForm
from blog.comments.services import takes_comments
from blog.models import Comment, Post
from blog.subscriptions.forms import SCOPE, SubscribeForm
from blog.subscriptions.services import wording
from contactatonce.lib import publicforms
from contactatonce.moderation.states import State

register = template.Library()
PER_PAGE = 50  # of the first line, with all their replies
MOST_PAGES = 200


@dataclass
class Thread:
    """A comment of the first line, or its place, and the published replies to it, oldest first."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def answerable(self) -> Comment:
        """What a reply to this thread replies to: where nobody may read the first, the next."""
        return self.comment if self.comment.is_published else self.replies[0]


@register.inclusion_tag("blog/includes/comments.html", takes_context=True)
def comments(context: RequestContext, post: Post) -> dict[str, Any]:
    """Show what readers wrote under `post` and the form: two queries, however many comments."""
    request = context["request"]
    number = page_number(request.GET.get("comments", ""))
    rows = post.comments.threads().order_by("pk")[(number - 1) * PER_PAGE :][: PER_PAGE + 1]
    found = list(rows)
    threads = {comment.pk: Thread(comment) for comment in found[:PER_PAGE]}
    for reply in replies_to(list(threads)) if threads else ():
        threads[reply.parent_id].replies.append(reply)
    is_open = takes_comments(post)
    shown = [thread for thread in threads.values() if thread.comment.is_published or thread.replies]
    return {
        "request": request,
        "brand": request.brand,
        "post": post,
        "threads": shown,
        "form": CommentForm(post) if is_open else None,
        "is_open": is_open,
        "earlier": number - 1,
        "later": number + 1 if len(found) > PER_PAGE else 0,
    }


def replies_to(keys: list[int]) -> Iterable[Comment]:
    """Return the published replies to these comments, oldest first."""
    return Comment.objects.filter(parent__in=keys, state=State.PUBLISHED).order_by("pk")


@register.inclusion_tag("blog/includes/subscribe_form.html", takes_context=True)
def subscribe_form(context: RequestContext) -> dict[str, Any]:
    """Show the form for new posts by e-mail, without a query."""
    brand = context["request"].brand
    return {
        "form": SubscribeForm(auto_id="subscribe_%s"),
        "wording": wording(brand),
        "form_token": publicforms.placeholder(SCOPE),
    }


def page_number(text: str) -> int:
    """Return the page that an address asks for; the first for anything that is no such number."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    return max(1, min(number, MOST_PAGES))
