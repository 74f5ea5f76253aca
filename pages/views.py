"""The pages of the sites, and their stylesheets and icons."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from contactatonce.brands import directory
from contactatonce.brands.middleware import BrandRequest
from contactatonce.brands.models import Brand
from media import pictures
from publishing.registry import previews
from publishing.scheduling import current

from . import palette
from .layout import arrange
from .models import Page
from .navigation import trail

YEAR = 365 * 24 * 3600
DAY = 24 * 3600


@require_safe
def page(request: BrandRequest, path: str = "") -> HttpResponse:
    """Show the page at a path; a site without a home page shows its own description."""
    pages = Page.objects.published().for_brand(request.brand).order_by()
    found = pages.filter(path=f"/{path}").first()
    if found:
        return render(request, "pages/page.html", context(current(found)))
    if path:
        raise Http404
    return render(request, "pages/home_empty.html")


@previews(Page)
def preview(request: HttpRequest, page: Page) -> HttpResponse:
    """Show a page before it is published, in the design of its own site."""
    shown = {**context(page), "canonical": page.url, "is_preview": True, "social_image": ""}
    return render(request, "pages/page.html", shown)


def context(page: Page) -> dict[str, object]:
    """Return what the template of a page shows; two queries for its pictures, if it has any."""
    shown = page.shown_pictures()
    social = shown.get(page.social_image_id or 0)
    return {
        "page": page,
        "layout": arrange(page.sections, shown, timezone.localdate()),
        "social_image": pictures.url(social, 1200) if social else "",
        "trail": trail(page),
    }


def brand_of(request: BrandRequest, digest: str) -> Brand:
    """Return the site whose stylesheet has `digest`, else the site that is asked.

    Staff preview the pages of all sites on the host on which they are signed in.
    """
    for brand in (request.brand, *directory.directory.get().brands):
        if palette.digest(palette.stylesheet(brand)) == digest:
            return brand
    return request.brand


def brand_etag(request: BrandRequest, digest: str) -> str:
    return f'"{palette.digest(palette.stylesheet(brand_of(request, digest)))}"'


@require_safe
@condition(etag_func=brand_etag)
def brand_css(request: BrandRequest, digest: str) -> HttpResponse:
    """The site's colors and type; an address from before an edit gets today's, for a minute."""
    css = palette.stylesheet(brand_of(request, digest))
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    if digest == palette.digest(css):
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=60)
    return response


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark in the site's own colors."""
    return render(request, "pages/favicon.svg", content_type="image/svg+xml")
