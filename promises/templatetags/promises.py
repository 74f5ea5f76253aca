"""The list of broken promises on the admin's start page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from contactatonce.lib.timed_cache import TimedCache
from promises import services as evidence
from promises.registry import Promise

register = template.Library()


def read_broken() -> list[Promise]:
    found = evidence.board()
    return [status.promise for status in found if status.state is evidence.State.BROKEN]


broken = TimedCache(read_broken)


@register.inclusion_tag("admin/promises/broken_promises.html", takes_context=True)
def broken_promises(context: RequestContext) -> dict[str, Any]:
    """Show staff which promises are broken, if any; no query while the cache is warm."""
    user = context["request"].user
    return {"broken": broken.get(), "may_look": user.has_perm("promises.view_evidence")}
