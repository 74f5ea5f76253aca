"""Sitemap of the inquiry forms."""

from contactatonce.brands.models import Brand
from search.sitemaps import section

from .services.open_forms import open_forms


def forms(brand: Brand) -> list[tuple[str, None]]:
    """Return the URLs of the site's open forms; the main one is at /contact/."""
    slugs = sorted(slug for owner, slug in open_forms.get() if owner == brand.pk)
    return [("/contact/" if slug == "contact" else f"/contact/{slug}/", None) for slug in slugs]


section("contact", rows=forms)
