"""Lists of posts and single posts, on every site that shows them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.brands.models import Brand
from contactatonce.lib.paging import page_number, page_of, turning
from publishing.registry import previews

from . import reading
from .models import Author, Post, PostQuerySet, Series, Tag

POSTS_A_PAGE = 12
MOST_PARTS = 1000  # of a series


def shown_on(brand: Brand) -> PostQuerySet:
    """Return the posts that are published on a site."""
    return Post.objects.on(brand).published()


def subjects_of(brand: Brand) -> models.QuerySet[Tag]:
    """Return the tags with published posts on a site."""
    return Tag.objects.filter(brand=brand, posts__in=shown_on(brand)).distinct()


def listing(
    request: BrandRequest,
    template: str,
    rows: PostQuerySet,
    path: str,
    *,
    may_be_empty: bool = False,
    **context: Any,
) -> HttpResponse:
    """Render one page of a list; 404 without posts, unless the first page `may_be_empty`."""
    ordered = rows.newest_first().for_cards()
    page = page_of(request, ordered, POSTS_A_PAGE, may_be_empty=may_be_empty)
    links = turning(page, path)
    return render(
        request,
        template,
        {
            "listing": page,
            "newer": links["before"],
            "older": links["after"],
            "canonical": f"{request.brand.origin}{links['path']}",
            "zone": request.brand.calendar.zone,
            **context,
        },
    )


@require_safe
def index(request: BrandRequest) -> HttpResponse:
    """List all posts of a site."""
    path = reverse("blog:index")
    trail = [("Home", "/"), ("All posts", "")]
    rows = shown_on(request.brand)
    is_front = page_number(request) == "1"
    front = {"leads": is_front, "subjects": subjects_of(request.brand) if is_front else ()}
    return listing(
        request, "blog/post_list.html", rows, path, trail=trail, may_be_empty=True, **front
    )


@require_safe
def post(request: BrandRequest, slug: str) -> HttpResponse:
    """Show a post; the site's own posts come before another site's with the same slug."""
    found = reading.post_at(slug, request.brand, Post.objects.for_reading())
    if found is None:
        raise Http404
    return reading.page(request, found)


@previews(Post)
def preview(request: HttpRequest, post: Post) -> HttpResponse:
    return reading.page(request, post, is_preview=True)


@require_safe
def tag(request: BrandRequest, slug: str) -> HttpResponse:
    """List the posts with a tag."""
    found = get_object_or_404(Tag, brand=request.brand, slug=slug)
    rows = shown_on(request.brand).filter(tags=found)
    trail = [("Home", "/"), ("All posts", reverse("blog:index")), (found.name, "")]
    path = found.get_absolute_url()
    return listing(request, "blog/tag_detail.html", rows, path, tag=found, trail=trail)


@require_safe
def author(request: BrandRequest, slug: str) -> HttpResponse:
    """Show an author with their posts on this site."""
    known = Author.objects.select_related("portrait").prefetch_related("portrait__renditions")
    found = get_object_or_404(known, slug=slug)
    rows = shown_on(request.brand).filter(authors=found)
    trail = [("Home", "/"), ("All posts", reverse("blog:index")), (found.name, "")]
    path = found.get_absolute_url()
    return listing(request, "blog/author_detail.html", rows, path, author=found, trail=trail)


@require_safe
def series(request: BrandRequest, slug: str) -> HttpResponse:
    """List the parts of a series in order."""
    found = get_object_or_404(Series, brand=request.brand, slug=slug)
    rows = shown_on(request.brand).filter(series=found).order_by("publish_at", "pk")
    parts = list(rows.for_cards()[:MOST_PARTS])
    if not parts:
        raise Http404
    context = {
        "series": found,
        "posts": parts,
        "zone": request.brand.calendar.zone,
        "trail": [("Home", "/"), ("All posts", reverse("blog:index")), (found.title, "")],
    }
    return render(request, "blog/series_detail.html", context)


@require_safe
def archive(request: BrandRequest) -> HttpResponse:
    """List all posts by month."""
    rows: Iterable[Post] = shown_on(request.brand).newest_first().for_links()
    zone = request.brand.calendar.zone

    def month(post: Post) -> tuple[int, int]:
        moment = (post.publish_at or post.updated_at).astimezone(zone)
        return moment.year, moment.month

    months = [list(group) for _, group in groupby(rows, key=month)]
    trail = [("Home", "/"), ("All posts", reverse("blog:index")), ("Archive", "")]
    context = {"months": months, "zone": zone, "trail": trail}
    return render(request, "blog/archive.html", context)


@require_safe
def feed_list(request: BrandRequest) -> HttpResponse:
    """Explain how to follow the blog."""
    trail = [("Home", "/"), ("All posts", reverse("blog:index")), ("Follow", "")]
    authors = Author.objects.on(request.brand)
    context = {"tags": subjects_of(request.brand), "authors": authors, "trail": trail}
    return render(request, "blog/feeds.html", context)
