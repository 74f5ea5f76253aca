"""Sitemap sections of the blogs, without posts whose home is another site."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from contactatonce.brands.models import Brand
from search.sitemaps import section

from .models import Author, Post, PostQuerySet

Row = tuple[str, datetime | None]


def home_posts(brand: Brand) -> PostQuerySet:
    return Post.objects.filter(brand=brand).published()


def posts(brand: Brand) -> Iterator[Row]:
    """Yield each post with its last change, newest first."""
    for post in home_posts(brand).newest_first().for_links():
        yield post.get_absolute_url(), post.changed_at


def lists(brand: Brand) -> Iterator[Row]:
    """Yield the list pages that contain posts."""
    shown = home_posts(brand)
    changed = shown.aggregate(at=Max("publish_at"))["at"]
    if changed is None:
        return
    for name in ("blog:index", "blog:archive"):
        yield reverse(name), changed
    yield reverse("blog:feeds"), None
    for relation, name in (("tags", "blog:tag"), ("series", "blog:series")):
        rows = shown.exclude(**{relation: None}).order_by(f"{relation}__slug")
        for slug, at in rows.values_list(f"{relation}__slug").annotate(at=Max("publish_at")):
            yield reverse(name, args=[slug]), at
    for author in Author.objects.on(brand).order_by("slug"):
        yield author.get_absolute_url(), None


section("posts", rows=posts)
section("blog", rows=lists)
