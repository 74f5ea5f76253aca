"""What the staff's start page says of broken promises."""

from typing import Any

from django import template
from django.template.context import RequestContext

from contactatonce.lib.timed_cache import TimedCache
from promises import services as evidence

register = template.Library()
broken = TimedCache(lambda: tuple(standing.promise for standing in evidence.broken()))


@register.inclusion_tag("admin/promises/broken_promises.html", takes_context=True)
def broken_promises(context: RequestContext) -> dict[str, Any]:
    """Show all staff which promises are broken, nothing while none is; no query if warm."""
    user = context["request"].user
    return {"broken": broken.get(), "may_look": user.has_perm("promises.view_evidence")}
