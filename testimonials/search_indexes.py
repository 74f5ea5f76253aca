"""Testimonials in the search index, with what the guest confirmed."""

from search.registry import Searchable, register

from .models import Edition, Testimonial


def live(testimonial: Testimonial) -> Edition | None:
    """Return the edition that visitors read; None before there is one."""
    return testimonial.editions.filter(number=testimonial.live_number or 0).first()


def title(testimonial: Testimonial) -> str:
    edition = live(testimonial)
    return edition.name if edition else ""


def text(testimonial: Testimonial) -> str:
    edition = live(testimonial)
    return f"{edition.quote} {edition.transcript}" if edition else ""


register(
    Searchable(
        Testimonial,
        kind="Testimonial",
        published=lambda brand: Testimonial.objects.published(brand),
        title=title,
        url=lambda testimonial: testimonial.get_absolute_url(),
        text=text,
    )
)
