"""Testimonials in the search index, with what the guest confirmed."""

from search.registry import Searchable, register

from .models import Testimonial


def words(testimonial: Testimonial) -> tuple[str, str]:
    """Return name and words of the edition that visitors read; nothing before there is one."""
    edition = testimonial.editions.filter(number=testimonial.live_number or 0).first()
    return (edition.name, f"{edition.quote} {edition.transcript}") if edition else ("", "")


register(
    Searchable(
        Testimonial,
        kind="Testimonial",
        published=lambda brand: Testimonial.objects.published(brand),
        url=lambda testimonial: testimonial.get_absolute_url(),
        words=words,
    )
)
