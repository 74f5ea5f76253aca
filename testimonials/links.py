"""Secret links to testimonials and directory entries, and links to files that end after a day."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from contactatonce.brands.models import Brand
from privacy import secret_links

from .models import Edition, Listing, OpenLink, Testimonial

# Purposes of secret links (privacy/secret_links.py).
GUEST, OPEN, LISTING = "testimonials.guest", "testimonials.open", "testimonials.listing"
CONFIRM = "testimonials.confirm"  # only a mail has it, so that it proves the e-mail address
FILE_LASTS = timedelta(hours=24)
files = TimestampSigner(salt="testimonials.file")


def guest_path(testimonial: Testimonial, page: str = "guest") -> str:
    """Return the path of one of the guest's pages: "guest", "confirm", "withdraw", ..."""
    token = secret_links.token(CONFIRM if page == "confirm" else GUEST, testimonial.key)
    return reverse(f"testimonials:{page}", args=[token])


def guest_url(testimonial: Testimonial, page: str = "guest") -> str:
    return f"{testimonial.brand.origin}{guest_path(testimonial, page)}"


def open_url(link: OpenLink) -> str:
    """Return the URL that staff share."""
    token = secret_links.token(OPEN, link.key)
    return f"{link.brand.origin}{reverse('testimonials:share', args=[token])}"


def listing_url(listing: Listing, brand: Brand) -> str:
    token = secret_links.token(LISTING, listing.key)
    return f"{brand.origin}{reverse('testimonials:listing', args=[token])}"


def file_path(edition: Edition, name: str) -> str:
    """Return the path of a file of a published edition."""
    return reverse("testimonials:file", args=[edition.pk, name])


def signed_file_path(edition: Edition, name: str) -> str:
    """Return a path that opens the file for a day, published or not."""
    return reverse("testimonials:signed_file", args=[sign_file(edition, name)])


def sign_file(edition: Edition, name: str) -> str:
    """Return a token that opens one file of an edition for a day, published or not."""
    return files.sign(f"{edition.pk}:{name}")


def read_file_token(token: str) -> tuple[int, str] | None:
    """Return the edition's key and the file's name; None for a token that is forged or too old."""
    try:
        number, _, name = files.unsign(token, max_age=FILE_LASTS).partition(":")
    except BadSignature:
        return None
    return int(number), name
