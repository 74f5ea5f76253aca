"""Template tags of the forum: whether a site has one, avatars, titles, and the reply form."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contactatonce.brands.models import Brand
from contactatonce.lib.timed_cache import TimedCache
from forum import notifications
from forum.boards import has_forum as has_boards
from forum.forms import PostForm, Writing, opened
from forum.models import Member, Topic, TrustLevel

register = template.Library()
COLORS = 6  # of avatars, in static/css/forum
levels: TimedCache[dict[int, str]] = TimedCache(
    lambda: dict(TrustLevel.objects.values_list("level", "name"))
)


@register.filter
def has_forum(brand: Brand | None) -> bool:
    return has_boards(brand)


@register.filter
def title_of(member: Member) -> str:
    """Return the name of a member's level of trust; "" for staff, who have a badge instead."""
    return "" if member.is_staff or member.is_former else levels.get().get(member.trust, "")


@register.simple_tag
def avatar(member: Member) -> SafeString:
    """Show a member's picture, or their initials in one of a few colors, beside their name."""
    if member.avatar:
        path = reverse("forum:avatar_file", args=[str(member.avatar).removesuffix(".webp")])
        return format_html('<img class="avatar" src="{}" alt="" width="40" height="40">', path)
    words = [word for word in member.name.split() if word[:1].isalnum()]
    initials = "–" if member.is_former else "".join(word[0] for word in words[:1] + words[1:][-1:])
    color = "former" if member.is_former else (member.pk or 0) % COLORS
    return format_html(
        '<span class="avatar avatar--{}" aria-hidden="true">{}</span>', color, initials.upper()
    )


@register.simple_tag
def new_notifications(member: Member) -> int:
    """Return how many notifications a member has not seen, with one query."""
    return notifications.unseen(member)


@register.filter
def moment(at: datetime, zone: ZoneInfo) -> SafeString:
    """Show a moment: how long ago within a week, else the date; the exact time in `datetime`."""
    local = at.astimezone(zone)
    is_recent = timezone.now() - at < timedelta(days=7)
    shown = naturaltime(at) if is_recent else f"{local:%B} {local.day}, {local.year}"
    exact = f"{local:%B} {local.day}, {local.year}, {local:%H:%M}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        exact,
        shown,
    )


@register.inclusion_tag("forum/includes/compose.html", takes_context=True)
def compose(context: dict[str, Any], topic: Topic, member: Member) -> dict[str, Any]:
    """Render the form for a reply with the member's draft, with one query."""
    return {"form": opened(Writing(member, topic), PostForm), "request": context["request"]}
