"""Testimonials and the customer directory in the sitemaps, while they may be shown."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from contactatonce.brands.models import Brand
from search.sitemaps import section

from .models import Edition, Listing
from .showing import shown_on, wall_path


def testimonials(brand: Brand) -> Iterator[tuple[str, datetime | None]]:
    """Yield the wall, each testimonial whose home is the site, and the directory, if not empty."""
    shown = shown_on(brand, Edition.objects.published(brand).newest_first())
    if shown:
        yield wall_path(), max((each.changed_at for each in shown), default=None)
    for each in shown:
        if each.home == brand:
            yield each.path, each.changed_at
    if Listing.objects.listed(brand).exists():
        yield reverse("testimonials:directory"), None


section("testimonials", rows=testimonials)
