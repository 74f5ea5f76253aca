"""Privacy in other templates: notices, seals, states, and requests on the admin's start page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from contactatonce.brands.models import Brand
from privacy.outreach import notices
from privacy.rights import desk
from privacy.rights.transitions import State

register = template.Library()
TO_THE_PERSON = {
    State.RECEIVED: "Waits for your confirmation",
    State.CONFIRMED: "Confirmed: we have your request",
    State.IN_PROGRESS: "We are working on it",
    State.NEEDS_INFORMATION: "We wait for your answer",
    State.FULFILLED: "Done",
    State.PARTLY: "Done in part",
    State.REFUSED: "Refused",
    State.WITHDRAWN: "Withdrawn",
    State.LAPSED: "Lapsed: it was never confirmed",
}


@register.filter
def for_the_person(state: str) -> str:
    """Return the state of a request in the words for its sender."""
    return TO_THE_PERSON[State(state)]


@register.inclusion_tag("privacy/includes/notices.html")
def privacy_notices() -> dict[str, object]:
    """Show the active notices, if any. No query, no cookie."""
    return {"notices": notices.running()}


@register.inclusion_tag("privacy/includes/seals.html")
def certification_seals() -> dict[str, object]:
    """Show the seals of valid certificates, each with a link to its validation page (P02)."""
    return {"certifications": notices.valid_certifications()}


@register.inclusion_tag("privacy/includes/certifications.html")
def certifications(brand: Brand) -> dict[str, object]:
    """Show the valid certificates, with their scope and where to complain (P02-P04)."""
    return {"brand": brand, "certifications": notices.valid_certifications()}


@register.inclusion_tag("admin/privacy/desk_today.html", takes_context=True)
def privacy_desk(context: RequestContext) -> dict[str, Any]:
    """Show due requests to those who may see them, nothing to others."""
    is_allowed = context["request"].user.has_perm("privacy.view_privacyrequest")
    if not is_allowed:
        return {}
    figures = desk.figures()
    return {"desk": figures, "most": figures["most"]}
