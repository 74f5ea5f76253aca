"""Letters to the givers of testimonials; every one has the link that withdraws (P28)."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from contactatonce.brands.letters import compose
from contactatonce.brands.models import Brand
from privacy.outreach import opt_outs

from .links import guest_url, listing_url
from .models import Listing, Testimonial

# No one asked for these, so they say how to stop such mail (P13).
UNASKED = {"testimonials.invitation", "testimonials.reminder", "testimonials.listing_ask"}


def opt_out(name: str, to: str, brand: Brand) -> dict[str, str]:
    """Return the opt-out link for the template of a letter that needs one."""
    return {"opt_out_url": opt_outs.link(to, brand=brand)} if name in UNASKED else {}


def letter(
    name: str, testimonial: Testimonial, *, key: int | str = "", **context: Any
) -> EmailMultiAlternatives:
    """Compose the letter `name`, such as "testimonials.receipt"; `key` tells those of it apart."""
    brand = testimonial.brand
    return compose(
        brand,
        name,
        to=testimonial.email,
        message_id=f"{name}-{testimonial.pk}-{key or 0}@{brand.host}",
        context={
            "testimonial": testimonial,
            "link": guest_url(testimonial),
            "consent_link": guest_url(testimonial, "consent"),
            "withdraw_link": guest_url(testimonial, "withdraw"),
            **opt_out(name, testimonial.email, brand),
            **context,
        },
    )


def listing_letter(name: str, listing: Listing, *, key: str) -> EmailMultiAlternatives:
    """Compose the letter `name` about a directory entry; `key` tells letters of one name apart."""
    brand: Brand = listing.brand
    return compose(
        brand,
        name,
        to=listing.email,
        message_id=f"{name}-{listing.pk}-{key}@{brand.host}",
        context={
            "listing": listing,
            "link": listing_url(listing, brand),
            "directory_link": f"{brand.origin}{reverse('testimonials:directory')}",
            **opt_out(name, listing.email, brand),
        },
    )
