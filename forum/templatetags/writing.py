"""The reply form below a topic."""

from typing import Any

from django import template

from forum.forms import PostForm, Writing, opened
from forum.models import Member, Topic

register = template.Library()


@register.inclusion_tag("forum/includes/compose.html", takes_context=True)
def compose(context: dict[str, Any], topic: Topic, member: Member) -> dict[str, Any]:
    """Render the form for a reply with the member's draft, with one query."""
    return {"form": opened(Writing(member, topic), PostForm), "request": context["request"]}
