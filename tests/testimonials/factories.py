"""Test data of testimonials, by plain functions."""

from typing import Any

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from testimonials.models import Edition, Listing, Testimonial
from testimonials.models.testimonials import Trade
from testimonials.services import directory, editing, giving
from testimonials.services.consents import Answer
from testimonials.services.giving import Words

ON_SITE = frozenset({"site"})


def words(**given: Any) -> Words:
    filled = {
        "text": "They answer within a minute.",
        "kind": "text",
        "trade": Trade.CAR_DEALERS,
        "name": "Ada Example",
        "title": "Manager",
        "company": "Example Motors",
        "relation": "Customer since 2020",
    }
    return Words(**{**filled, **given})


def answer(*brands: Brand, **given: Any) -> Answer:
    sites = frozenset(brand.slug for brand in brands)
    return Answer(**{"sites": sites, "channels": ON_SITE, "company": True, **given})


def create_invited(*, brand: Brand, by: User, email: str = "ada@example.com") -> Testimonial:
    return giving.invite(brand=brand, email=email, name="Ada Example", by=by)


def create_given(*, brand: Brand, by: User, **given: Any) -> Testimonial:
    """Store a testimonial that an invited guest sent; it waits for review."""
    email = given.pop("email", "ada@example.com")
    ticked = given.pop("answer", None) or answer(brand)
    invited = create_invited(brand=brand, by=by, email=email)
    return giving.accept(testimonial=invited, words=words(**given), answer=ticked)


def create_approved(*, brand: Brand, by: User, **given: Any) -> Edition:
    """Store a testimonial whose edited version waits for the guest."""
    testimonial = create_given(brand=brand, by=by, **given)
    edition = editing.draft(testimonial=testimonial, by=by)
    editing.approve(edition=edition, by=by)
    edition.refresh_from_db()
    return edition


def create_published(*, brand: Brand, by: User, **given: Any) -> Testimonial:
    """Store a testimonial that visitors can read."""
    edition = create_approved(brand=brand, by=by, **given)
    editing.confirm(edition=edition)
    return Testimonial.objects.get(pk=edition.testimonial_id)


def create_listing(*, brand: Brand, agreed: bool = True, **given: Any) -> Listing:
    """Store a directory entry, listed if the company `agreed`."""
    filled = {
        "company": "Example Motors",
        "place": "Springfield",
        "region": "Illinois",
        "trade": Trade.CAR_DEALERS,
        "link": "https://motors.example.com/",
        "email": "ada@example.com",
    }
    listing = Listing.objects.create(brand=brand, **{**filled, **given})
    if agreed:
        directory.agree(listing=listing)
        listing.refresh_from_db()
    return listing
