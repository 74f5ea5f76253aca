"""Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 per site, tag and author, with full texts."""

import json
from datetime import datetime
from html import escape
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import articles
from contactatonce.lib.feeds import (
    LANGUAGE,
    PUBLISHER,
    Atom,
    Channel,
    DatedFeed,
    Rss,
    answer,
    printable,
    tag_uri,
)
from media import cards
from media.models import published

from .models import Author, Post, PostQuerySet
from .views import shown_on, subjects_of

MOST_POSTS = 20


def content_of(post: Post) -> str:
    return printable(articles.absolute(post.html, post.url))


class JsonFeed(DatedFeed):
    """JSON Feed 1.1 (https://jsonfeed.org/version/1.1)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: Any) -> None:
        whole = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": LANGUAGE,
            "authors": [{"name": PUBLISHER}],
            "items": [json_item(item["post"]) for item in self.items],
        }
        json.dump(whole, outfile, ensure_ascii=False)


def json_item(post: Post) -> dict[str, Any]:
    origin = post.brand.origin
    return {
        "id": post.guid,
        "url": post.url,
        "title": post.title,
        "summary": post.summary,
        "content_html": content_of(post),
        "image": image_of(post),
        "date_published": cast(datetime, post.publish_at).isoformat(),
        "date_modified": post.changed_at.isoformat(),
        "authors": [
            {"name": author.name, "url": f"{origin}{author.get_absolute_url()}"}
            for author in post.authors.all()
        ],
        "tags": [tag.name for tag in post.tags.all()],
        "language": LANGUAGE,
    }


def image_of(post: Post) -> str:
    """Return the URL of the cover or the generated card, as in link previews."""
    path = published().url(post.cover_file) if post.cover_file else ""
    return f"{post.brand.origin}{path or cards.url(post.brand, post.title)}"


# The format of each file name; URLs and the redirects of moved tags derive from it.
FEEDS: dict[str, type[Rss | Atom | JsonFeed]] = {
    "rss.xml": Rss,
    "atom.xml": Atom,
    "feed.json": JsonFeed,
}


def write(kind: str, channel: Channel, posts: list[Post]) -> Rss | Atom | JsonFeed:
    """Return the feed in the format `kind`."""
    feed = FEEDS[kind](**channel.options())
    for post in posts:
        feed.add_item(
            title=printable(post.title),
            link=post.url,
            description=escape(printable(post.summary), quote=False),  # HTML in RSS and Atom
            unique_id=post.guid,
            unique_id_is_permalink=False,
            pubdate=post.publish_at,
            updateddate=post.changed_at,
            categories=[printable(tag.name) for tag in post.tags.all()],
            authors=[printable(author.name) for author in post.authors.all()],
            content=content_of(post),
            post=post,
        )
    return feed


def respond(
    request: HttpRequest, kind: str, channel: Channel, rows: PostQuerySet
) -> HttpResponseBase:
    """Return the feed, or 304 if it has not changed."""
    posts = list(rows.newest_first().for_feeds()[:MOST_POSTS])
    changed_at = max((post.changed_at for post in posts), default=None)
    return answer(request, write(kind, channel, posts), changed_at)


def channel_of(
    request: BrandRequest, kind: str, name: str, description: str, page: str, what: str
) -> Channel:
    """Return the metadata of a feed; `what` is part of its permanent id ("tag/7")."""
    brand = request.brand
    parts = [name, brand.name] if name else [brand.name]
    return Channel(
        title=" – ".join(parts),
        description=description,
        page_url=f"{brand.origin}{page}",
        feed_url=f"{brand.origin}{request.path}",
        guid=tag_uri(f"feed/{brand.slug}/{what}{kind}"),
    )


@require_safe
def brand_feed(request: BrandRequest, kind: str) -> HttpResponseBase:
    """Feed of a site."""
    brand = request.brand
    channel = channel_of(request, kind, "", brand.description, reverse("blog:index"), "")
    return respond(request, kind, channel, shown_on(brand))


@require_safe
def tag_feed(request: BrandRequest, slug: str, kind: str) -> HttpResponseBase:
    """Feed of a tag."""
    tag = get_object_or_404(subjects_of(request.brand), slug=slug)
    words = tag.description or f"Posts on {tag.name} in {request.brand.name}."
    page = tag.get_absolute_url()
    channel = channel_of(request, kind, tag.name, words, page, f"tag/{tag.pk}/")
    return respond(request, kind, channel, shown_on(request.brand).filter(tags=tag))


@require_safe
def author_feed(request: BrandRequest, slug: str, kind: str) -> HttpResponseBase:
    """Feed of an author's posts on this site."""
    author = get_object_or_404(Author.objects.on(request.brand), slug=slug)
    words = f"Posts by {author.name} in {request.brand.name}."
    page = author.get_absolute_url()
    channel = channel_of(request, kind, author.name, words, page, f"author/{author.pk}/")
    return respond(request, kind, channel, shown_on(request.brand).filter(authors=author))
