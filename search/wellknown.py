"""The files that machines ask every site for."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from contactatonce.brands.middleware import BrandRequest

from . import sitemaps

MINUTE, HOUR = 60, 3600
PLAIN = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
# RFC 9116 recommends less than a year. After that it counts as unreviewed.
REVIEW_HOLDS = timedelta(days=364)
REVIEW_IS_DUE = timedelta(days=30)


@require_safe
@cache_control(public=True, max_age=MINUTE)  # a cache on the way is no later than a page
@conditional_page
def sitemap_index(request: BrandRequest) -> HttpResponse:
    found = {"parts": sitemaps.parts(request.brand)}
    return render(request, "search/sitemap_index.xml", found, content_type=XML)


@require_safe
@cache_control(public=True, max_age=MINUTE)  # a cache on the way is no later than a page
@conditional_page
def sitemap(request: BrandRequest, name: str, number: int) -> HttpResponse:
    """The addresses of one section of the site, 10,000 at most."""
    found = sitemaps.parts_of(request.brand, name) if name in sitemaps.sections else []
    if not 1 <= number <= len(found):
        raise Http404
    return render(request, "search/sitemap.xml", {"part": found[number - 1]}, content_type=XML)


@require_safe
@cache_control(public=True, max_age=HOUR)
@conditional_page
def robots(request: HttpRequest) -> HttpResponse:
    """Allow crawlers all public pages, or nothing of a rehearsal (RFC 9309)."""
    return render(request, "search/robots.txt", {"is_hidden": settings.STAGING}, content_type=PLAIN)


@require_safe
@cache_control(public=True, max_age=HOUR)
@conditional_page
def security(request: HttpRequest) -> HttpResponse:
    """Say where to report a vulnerability (RFC 9116)."""
    found = {"contact": settings.SECURITY_CONTACT, "expires_at": security_expires_at()}
    return render(request, "search/security.txt", found, content_type=PLAIN)


@require_safe
@cache_control(public=True, max_age=HOUR)
@conditional_page
def humans(request: HttpRequest) -> HttpResponse:
    """Name the makers of the site (humanstxt.org)."""
    return render(request, "search/humans.txt", content_type=PLAIN)


def security_expires_at() -> datetime:
    """Return when security.txt expires: just under a year after its last review."""
    return datetime.combine(settings.SECURITY_REVIEWED_ON, time.min, UTC) + REVIEW_HOLDS


def security_days_left() -> int:
    """Return the days until security.txt expires; negative once it has."""
    return (security_expires_at() - timezone.now()).days


def security_is_due() -> bool:
    return security_days_left() < REVIEW_IS_DUE.days
