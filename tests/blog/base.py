"""A blog with posts, made by plain functions."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from blog.models import Author, Post, Series, Tag
from contactatonce.brands.models import Brand
from publishing import services
from tests.base import StaffTestCase

HOST = "www.dealerchatblog.com"
BODY = """A first paragraph with a note.[^1]

## What to write

Some words, and [a link](/contact/).

[^1]: The note.
"""


def create_author(slug: str = "dana-example", **fields: Any) -> Author:
    return Author.objects.create(slug=slug, **{"name": "Dana Example", "bio": "Writes.", **fields})


def create_tag(name: str = "First reply", *, brand: Brand | None = None, **fields: Any) -> Tag:
    return Tag.objects.create(brand=brand or Brand.objects.get(host=HOST), name=name, **fields)


def create_post(
    slug: str = "the-first-answer",
    *,
    brand: Brand | None = None,
    tags: list[Tag] | None = None,
    authors: list[Author] | None = None,
    also_on: list[Brand] | None = None,
    **fields: Any,
) -> Post:
    """Store a post with its first revision; published in March 2026 unless `publish_at` differs."""
    post = Post.objects.create(
        slug=slug,
        brand=brand or Brand.objects.get(host=HOST),
        **{
            "title": slug.replace("-", " ").capitalize(),
            "summary": "What to write first.",
            "body": BODY,
            "publish_at": datetime(2026, 3, 5, 14, tzinfo=UTC),
            **fields,
        },
    )
    post.authors.set(authors if authors is not None else Author.objects.all()[:1])
    post.tags.set(tags or [])
    post.also_on.set(also_on or [])
    services.record(post)
    return post


def blocks(html: str) -> list[Any]:
    """Return each JSON-LD block as JSON.parse reads it."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [json.loads(block) for block in found]


def things(html: str, kind: str) -> Iterator[dict[str, Any]]:
    """Yield what the page tells machines of this type."""
    for block in blocks(html):
        for thing in block.get("@graph", [block]):
            if thing.get("@type") == kind:
                yield thing


class BlogTestCase(StaffTestCase):
    """Requests go to the dealers' blog, which has one author; Bob edits."""

    host = HOST

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.author = create_author()
        cls.other_blog = Brand.objects.get(host="www.apartmentchatblog.com")
        cls.corporate = Brand.objects.get(host="www.contactatonce.com")


__all__ = [
    "BODY",
    "HOST",
    "BlogTestCase",
    "Series",
    "blocks",
    "create_author",
    "create_post",
    "create_tag",
    "things",
]
