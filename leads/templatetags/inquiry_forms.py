"""Template tags for inquiry forms on any page and for promised answer times."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone

from contactatonce.brands import hours
from contactatonce.brands.models import Brand
from leads.forms import InquiryAnswers
from leads.models import Inquiry
from leads.services import open_forms

register = template.Library()


@register.inclusion_tag("leads/includes/inquiry_form.html", takes_context=True)
def inquiry_form(context: RequestContext, slug: str) -> dict[str, Any]:
    """Render the site's form `slug`; nothing if it does not exist or is closed."""
    request = context["request"]
    composition = open_forms.find(request.brand, slug)
    form = None if composition is None else InquiryAnswers(composition, page=request.path)
    return {"form": form, "brand": request.brand}


@register.simple_tag
def promised(inquiry: Inquiry) -> str:
    """Return the promised answer time, in the office's time zone, with the zone's name."""
    return hours.in_words(inquiry.answer_by, inquiry.brand.calendar.zone)


@register.simple_tag
def promised_now(brand: Brand) -> str:
    return hours.in_words(brand.answer_by(timezone.now()), brand.calendar.zone)
