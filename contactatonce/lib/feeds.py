"""Feeds: RSS 2.0 and Atom (RFC 4287) with full texts, and how they are answered."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator

LANGUAGE = "en-US"
PUBLISHER = "Contact At Once!"
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

    def options(self) -> dict[str, Any]:
        """Return the arguments of a feed generator."""
        return {
            "title": printable(self.title),
            "link": self.page_url,
            "description": printable(self.full_description),
            "subtitle": printable(self.full_description),
            "language": LANGUAGE,
            "author_name": PUBLISHER,
            "feed_url": self.feed_url,
            "feed_guid": self.guid,
            "feed_copyright": PUBLISHER,
        }


def tag_uri(specific: str) -> str:
    """Return a permanent id (RFC 4151)."""
    return f"tag:www.contactatonce.com,{EPOCH.year}:{specific}"


def printable(text: str) -> str:
    return UNSUPPORTED.sub("", text)


class DatedFeed(SyndicationFeed):
    """Feed that has a fixed date when empty, so that its ETag is stable.

    Atom requires a date (RFC 4287, section 4.2.15).
    """

    content_type: str

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


def answer(request: HttpRequest, feed: DatedFeed, changed_at: datetime | None) -> HttpResponseBase:
    """Return the feed, or 304 if it has not changed."""
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    changed = int(changed_at.timestamp()) if changed_at else None
    response.headers["ETag"] = etag
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)
    patch_cache_control(response, public=True, max_age=60)
    return (
        get_conditional_response(request, etag=etag, last_modified=changed, response=response)
        or response
    )
