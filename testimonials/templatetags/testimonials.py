"""Template tags that show testimonials on any page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from contactatonce.lib.choices import key_of
from testimonials.models import Edition
from testimonials.models.editions import EditionQuerySet
from testimonials.showing import shown_on

register = template.Library()


def published(context: RequestContext) -> EditionQuerySet:
    return Edition.objects.published(context["request"].brand)


@register.inclusion_tag("testimonials/includes/cards.html", takes_context=True)
def testimonial_wall(context: RequestContext, number: int = 6) -> dict[str, Any]:
    """Show the newest testimonials of the site as cards; nothing without any."""
    rows = published(context).newest_first()[: int(number)]
    return {"shown": shown_on(context["request"].brand, rows)}


@register.inclusion_tag("testimonials/includes/cards.html", takes_context=True)
def testimonial(context: RequestContext, pk: int | str) -> dict[str, Any]:
    """Show one testimonial as a card; nothing while it is not published here."""
    rows = published(context).filter(testimonial=key_of(str(pk)))
    return {"shown": shown_on(context["request"].brand, rows)}
