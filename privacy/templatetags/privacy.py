"""What other templates show of privacy: running notices, seals, and the marks of a document."""

from django import template

from contactatonce.brands.models import Brand
from privacy.services import notices

register = template.Library()


@register.inclusion_tag("privacy/includes/notices.html")
def privacy_notices() -> dict[str, object]:
    """The announcements that every page shows; nothing while none runs. No query, no cookie."""
    return {"notices": notices.running()}


@register.inclusion_tag("privacy/includes/seals.html")
def certification_seals() -> dict[str, object]:
    """The seals of the certificates that hold today, each leading to its validation page (P02)."""
    return {"certifications": notices.valid_certifications()}


@register.inclusion_tag("privacy/includes/certifications.html")
def certifications(brand: Brand) -> dict[str, object]:
    """The certificates that hold today, with what they cover and where to complain (P02-P04)."""
    return {"brand": brand, "certifications": notices.valid_certifications()}
