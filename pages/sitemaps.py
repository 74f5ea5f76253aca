"""Pages in the sitemap."""

from search.sitemaps import section

from .models import Page

section(
    "pages",
    rows=lambda brand: (
        Page.objects.published().for_brand(brand).order_by("path").values_list("path", "updated_at")
    ),
)
