"""Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 per site, tag and author, with full texts."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any, cast
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import articles
from media import cards
from media.models import published

from .models import Author, Post, PostQuerySet
from .reading import PUBLISHER
from .views import shown_on, subjects_of

MOST_POSTS = 20
LANGUAGE = "en-US"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # in the ids of feeds, and the date of an empty feed
# Characters that XML 1.0 forbids, even escaped, and those that feed readers show as errors.
UNSUPPORTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd-\uffff]")


@dataclass(frozen=True)
class Channel:
    """Metadata of a feed."""

    title: str
    description: str
    page_url: str  # the HTML page with the same posts
    feed_url: str
    guid: str  # permanent, even if host or slug change

    @property
    def full_description(self) -> str:
        return f"{self.description} Published by {PUBLISHER}"


def printable(text: str) -> str:
    return UNSUPPORTED.sub("", text)


def content_of(post: Post) -> str:
    return printable(articles.absolute(post.html, post.url))


class DatedFeed(SyndicationFeed):
    """Feed that has a fixed date when empty, so that its ETag is stable.

    Atom requires a date (RFC 4287, section 4.2.15).
    """

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else EPOCH


class Rss(DatedFeed, Rss201rev2Feed):
    """RSS 2.0 with full text (content:encoded) and all authors (dc:creator)."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])


class AtomXml(SimplerXMLGenerator):
    """Declares titles as HTML, so that feed readers do not parse "<b>" in a plain title."""

    def addQuickElement(
        self, name: str, contents: str | None = None, attrs: dict[str, str] | None = None
    ) -> None:
        if name in {"title", "subtitle"} and contents:
            contents, attrs = escape(contents, quote=False), {"type": "html"}
        super().addQuickElement(name, contents, attrs)


class Atom(DatedFeed, Atom1Feed):
    """Atom with full text and all authors."""

    content_type = "application/atom+xml; charset=utf-8"

    def write(self, outfile: Any, encoding: Any) -> None:
        handler = AtomXml(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("feed", AttributesImpl(self.root_attributes()))
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


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


def write(kind: str, channel: Channel, posts: list[Post]) -> HttpResponse:
    """Render the feed in the format `kind`."""
    feed = FEEDS[kind](
        title=printable(channel.title),
        link=channel.page_url,
        description=printable(channel.full_description),
        subtitle=printable(channel.full_description),
        language=LANGUAGE,
        author_name=PUBLISHER,
        feed_url=channel.feed_url,
        feed_guid=channel.guid,
        feed_copyright=PUBLISHER,
    )
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
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def respond(
    request: HttpRequest, kind: str, channel: Channel, rows: PostQuerySet
) -> HttpResponseBase:
    """Return the feed, or 304 if it has not changed."""
    posts = list(rows.newest_first().for_feeds()[:MOST_POSTS])
    response = write(kind, channel, posts)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    changed = max((int(post.changed_at.timestamp()) for post in posts), default=None)
    response.headers["ETag"] = etag
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)
    patch_cache_control(response, public=True, max_age=60)
    return (
        get_conditional_response(request, etag=etag, last_modified=changed, response=response)
        or response
    )


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
        guid=f"tag:www.contactatonce.com,{EPOCH.year}:feed/{brand.slug}/{what}{kind}",
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
