"""Testimonials on the admin's start page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from testimonials import waiting

register = template.Library()


@register.inclusion_tag("admin/testimonials/waiting.html", takes_context=True)
def testimonials_waiting(context: RequestContext) -> dict[str, Any]:
    """Show what waits on the review desk to those who work there."""
    if not context["request"].user.has_perm("testimonials.change_testimonial"):
        return {}
    return {"counts": waiting.figures(), "most": waiting.MOST_COUNTED}
