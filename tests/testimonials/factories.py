"""Test data of testimonials, by plain functions."""

import hashlib
import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from testimonials.models import Edition, Listing, Testimonial, Upload
from testimonials.models.testimonials import Trade
from testimonials.services import directory, editing, giving
from testimonials.services.consents import Answer
from testimonials.services.words import Words

ON_SITE = frozenset({"site"})
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nThey answer within a minute.\n"


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


def create_video(*, brand: Brand, by: User, content: bytes = b"video", **given: Any) -> Testimonial:
    """Store a published testimonial with a video, its poster in three formats and captions."""
    testimonial = create_given(brand=brand, by=by, kind="video", **given)
    clip = Upload.objects.create(
        testimonial=testimonial,
        kind="video",
        file=ContentFile(content, "clip.mp4"),
        content_hash=hashlib.sha256(content).hexdigest(),
        size=len(content),
        width=1280,
        height=720,
        seconds=65,
    )
    edition = editing.draft(testimonial=testimonial, by=by)
    now = timezone.now()
    edition.clip, edition.seconds = clip, 65.2
    edition.captions, edition.transcript = CAPTIONS, "They answer within a minute."
    edition.captions_checked_at = edition.converted_at = now
    edition.video = ContentFile(content, "video.mp4")
    for kind in ("avif", "webp", "jpeg", "small"):
        setattr(edition, f"picture_{kind}", ContentFile(kind.encode(), f"picture.{kind}"))
    edition.width, edition.height = 1280, 720
    edition.save()
    editing.approve(edition=edition, by=by)
    editing.confirm(edition=edition)
    return Testimonial.objects.get(pk=testimonial.pk)


def live(testimonial: Testimonial) -> Edition:
    """Return the edition that visitors see."""
    return Edition.objects.get(testimonial=testimonial, number=testimonial.live_number)


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


def create_copies(testimonial: Testimonial, number: int) -> None:
    """Store `number` more testimonials like this one, of others, without editions or history."""
    names = [field.attname for field in Testimonial._meta.concrete_fields]
    values = {name: getattr(testimonial, name) for name in names if name not in {"id", "key"}}
    others = [f"{secrets.token_hex(8)}@example.com" for _ in range(number)]
    Testimonial.objects.bulk_create(Testimonial(**{**values, "email": email}) for email in others)
