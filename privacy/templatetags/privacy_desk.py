"""Privacy requests on the admin's start page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from privacy.rights import desk

register = template.Library()


@register.inclusion_tag("admin/privacy/desk_today.html", takes_context=True)
def privacy_desk(context: RequestContext) -> dict[str, Any]:
    """Show due requests to those who may see them, nothing to others."""
    if not context["request"].user.has_perm("privacy.view_privacyrequest"):
        return {}
    found = desk.figures()
    rows = [(asked, *desk.days_in_words(asked)) for asked in found.soonest]
    return {"desk": found, "rows": rows, "most": desk.MOST_COUNTED}
