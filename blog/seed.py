"""Create the posts of content/blog with invented authors."""

from collections.abc import Iterable
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from contactatonce.brands.models import Brand
from contactatonce.lib import content
from media import services as media
from media.models import Image
from publishing import services

from .drafts import Draft, drafts_of
from .models import Author, Post, Series, Tag

HOUR = time(9)


def create_authors(listed: Any, place: str) -> dict[str, Author]:
    """Create the invented authors of a blog unless they exist; return them by slug."""
    found = {}
    for where, entry in content.each(listed, dict, f"{place}, author"):
        content.check_names(entry, where, needed=("slug", "name", "role", "bio"))
        for name, value in entry.items():
            content.expect(value, str, f"{where}, {name}")
        defaults = {**entry, "is_demonstration": True}
        author, _ = Author.objects.get_or_create(slug=entry["slug"], defaults=defaults)
        found[author.slug] = author
    return found


def file_of(brand: Brand) -> Path:
    return content.ROOT / "blog" / brand.slug / "blog.toml"


def read_blog(file: Path) -> tuple[dict[str, Author], QuerySet[Brand]]:
    """Return the authors of a blog, creating new ones, and the sites that show its posts."""
    blog, place = content.read(file), content.name_of(file)
    content.check_names(blog, place, needed=("authors", "also_on"))
    slugs = [slug for _, slug in content.each(blog["also_on"], str, f"{place}, also_on")]
    return create_authors(blog["authors"], place), Brand.objects.filter(slug__in=slugs)


@transaction.atomic
def load_posts() -> bool:
    """Create the posts of each blog that has none; return whether there were any.

    A blog with a post is skipped, so that no edit or deletion is undone.
    """
    blogs = Brand.objects.filter(kind=Brand.Kind.BLOG, posts=None).select_related("calendar")
    stored: list[Post] = []
    for brand in [brand for brand in blogs if file_of(brand).exists()]:
        authors, also_on = read_blog(file_of(brand))
        stored += [store(draft, brand, authors, also_on) for draft in drafts_of(brand)]
    return bool(stored)


def store(draft: Draft, brand: Brand, authors: dict[str, Author], also_on: Iterable[Brand]) -> Post:
    """Create a post with its first revision, published at 9 a.m. of its day."""
    day = datetime.fromisoformat(draft.publish_on)
    post = Post(
        brand=brand,
        title=draft.title,
        slug=draft.slug,
        summary=draft.summary,
        body=draft.body,
        series=series_called(draft.series, brand),
        publish_at=datetime.combine(day, HOUR, brand.calendar.zone),
        cover=cover_of(draft),
    )
    post.full_clean(exclude=["guid"])
    post.save()
    if draft.author not in authors:
        raise content.ContentError(f"{draft.place}, author: {draft.author} is not in blog.toml.")
    post.authors.set([authors[draft.author]])
    post.also_on.set(also_on)
    post.tags.set([tag_called(name, brand) for name in draft.tags])
    Post.objects.filter(pk=post.pk).update(updated_at=post.publish_at)
    services.record(post, note="Came with the project")
    return post


def cover_of(draft: Draft) -> Image | None:
    """Add the cover of a post to the library unless it exists; return None without a cover."""
    if not draft.cover_alt:
        return None
    file = File(BytesIO(draft.cover.read_bytes()), draft.cover.name)
    try:
        return media.add(file=file, title=draft.title, alt=draft.cover_alt, decorative=False)
    except media.AlreadyThere as twin:
        return twin.image


def series_called(title: str, brand: Brand) -> Series | None:
    if not title:
        return None
    return Series.objects.get_or_create(
        brand=brand, slug=slugify(title), defaults={"title": title}
    )[0]


def tag_called(name: str, brand: Brand) -> Tag:
    return Tag.objects.get_or_create(brand=brand, slug=slugify(name), defaults={"name": name})[0]
