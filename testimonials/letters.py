"""Letters to the givers of testimonials; every one has the link that withdraws (P28)."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from contactatonce.brands.letters import compose
from contactatonce.brands.models import Brand

from .links import guest_url, listing_url
from .models import Listing, Testimonial


def letter(
    name: str, testimonial: Testimonial, *, key: int | str = "", **context: Any
) -> EmailMultiAlternatives:
    """Compose the letter `name` about a testimonial; `key` tells letters of one name apart."""
    brand = testimonial.brand
    return compose(
        brand,
        f"testimonials.{name}",
        to=testimonial.email,
        message_id=f"testimonial-{name}-{testimonial.pk}-{key or 0}@{brand.host}",
        context={
            "testimonial": testimonial,
            "link": guest_url(testimonial),
            "withdraw_link": guest_url(testimonial, "withdraw"),
            **context,
        },
    )


def listing_letter(name: str, listing: Listing) -> EmailMultiAlternatives:
    """Compose the letter `name` about a directory entry."""
    brand: Brand = listing.brand
    return compose(
        brand,
        f"testimonials.{name}",
        to=listing.email,
        message_id=f"listing-{name}-{listing.pk}@{brand.host}",
        context={
            "listing": listing,
            "link": listing_url(listing, brand),
            "directory_link": f"{brand.origin}{reverse('testimonials:directory')}",
        },
    )
