"""Template tags for the moderation queue."""

from datetime import timedelta
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone

from contactatonce.lib.durations import span
from moderation import queue
from moderation.tasks import LONGEST_WAIT

register = template.Library()
register.filter(span)


@register.inclusion_tag("admin/moderation/waiting.html", takes_context=True)
def moderation_waiting(context: RequestContext) -> dict[str, Any]:
    """Show moderators the number of held items and the wait of the oldest."""
    if not context["request"].user.has_perm("moderation.view_verdict"):
        return {}
    since, number = queue.measure_backlog()
    waits = timezone.now() - since if since else timedelta(0)
    return {"number": number, "age": waits, "is_late": waits > LONGEST_WAIT, "may_look": True}
