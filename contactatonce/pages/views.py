"""The pages that tie the features together."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from contactatonce.brands.middleware import BrandRequest

from . import palette
from .content import sections_of

YEAR = 365 * 24 * 3600
DAY = 24 * 3600


@require_safe
def home(request: BrandRequest) -> HttpResponse:
    """The first page of a site."""
    return render(request, "pages/home.html", {"sections": sections_of(request.brand.slug)})


def brand_etag(request: BrandRequest, digest: str) -> str:
    return f'"{palette.digest(palette.stylesheet(request.brand))}"'


@require_safe
@condition(etag_func=brand_etag)
def brand_css(request: BrandRequest, digest: str) -> HttpResponse:
    """The site's colours and type; an address from before an edit gets today's, for a minute."""
    css = palette.stylesheet(request.brand)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    if digest == palette.digest(css):
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=60)
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: all that is public (RFC 9309)."""
    return render(request, "pages/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark in the site's own colours."""
    return render(request, "pages/favicon.svg", content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon_ico(request: HttpRequest) -> HttpResponse:
    """The mark for software that asks for /favicon.ico and nothing else."""
    return HttpResponseRedirect(static("img/favicon.ico"))
