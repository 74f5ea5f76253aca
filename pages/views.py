"""The pages of the sites, and the small files that belong to each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from contactatonce.brands import directory
from contactatonce.brands.middleware import BrandRequest
from contactatonce.brands.models import Brand

from . import palette
from .shelf import shelf

YEAR = 365 * 24 * 3600
DAY = 24 * 3600


@require_safe
def page(request: BrandRequest, path: str = "") -> HttpResponse:
    """What the site shows under a path; a site without a home page shows its own description."""
    shown = shelf.find(request.brand, f"/{path}")
    if shown is not None:
        return render(request, "pages/page.html", shown.context)
    if path:
        raise Http404
    return render(request, "pages/home_empty.html")


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
