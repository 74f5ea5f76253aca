"""Inquiry forms on any page, and the time by which an inquiry is answered."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import dateformat, timezone

from leads.forms import InquiryAnswers
from leads.models import Inquiry
from leads.services import open_forms

register = template.Library()


@register.inclusion_tag("leads/includes/inquiry_form.html", takes_context=True)
def inquiry_form(context: RequestContext, slug: str) -> dict[str, Any]:
    """Show the site's form `slug`; nothing where the site has none of that name or it is closed."""
    request = context["request"]
    composition = open_forms.find(request.brand, slug)
    form = None if composition is None else InquiryAnswers(composition, page=request.path)
    return {"form": form, "brand": request.brand}


@register.simple_tag
def promised(inquiry: Inquiry) -> str:
    """Return when the inquiry is answered, in the time zone of those who answer, and its name."""
    calendar = inquiry.brand.calendar
    moment = timezone.localtime(inquiry.answer_by, calendar.zone)
    city = calendar.time_zone.rpartition("/")[2].replace("_", " ")
    return f"{dateformat.format(moment, 'l, F j, Y, g:i A T')} ({city})"
