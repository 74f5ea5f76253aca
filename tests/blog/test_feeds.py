"""RSS, Atom and JSON Feed: whole texts, complete addresses, ids that stay, 304."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import html5lib
import time_machine
from django.conf import settings
from django.utils import timezone

from blog.feeds import FEEDS
from blog.models.posts import SHARED_WIDTH
from blog.reading import picture_for_links
from contactatonce.brands.directory import directory
from contactatonce.lib import articles
from contactatonce.lib.feeds import EPOCH
from contactatonce.lib.timed_cache import TimedCache
from media import pictures
from media.models import Image, Rendition
from media.tasks import render as render_picture
from tests.blog.base import BlogTestCase, create_post, create_tag
from tests.media.base import add, drawn, encoded

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
NASTY = '</script><script>alert(1)</script> "Tom & Jerry" <!--'
FORMATS = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}


def test_every_format_of_a_feed_is_tested_here():
    assert set(FORMATS) == set(FEEDS)
    compressed = (settings.BASE_DIR / "deploy/nginx.conf").read_text().partition("gzip_types")[2]
    assert all(kind.partition(";")[0] in compressed for kind in FORMATS.values())


def addresses(html):
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        for name in ("href", "src"):
            if name in element.attrib:
                yield element.attrib[name]
        for candidate in element.attrib.get("srcset", "").split(","):
            if candidate.strip():
                yield candidate.split()[0]


class FeedTestCase(BlogTestCase):
    def setUp(self):
        super().setUp()
        self.tag = create_tag(NASTY[:60])
        self.image = add(alt="A gray truck, “Tom & Jerry” on its door")
        body = f"Text[^1] and [contact](/contact/).\n\n![](image:{self.image.pk})\n\n[^1]: Note."
        self.post = create_post(title=NASTY, body=body, tags=[self.tag], authors=[self.author])

    def get(self, path, **headers):
        response = self.client.get(path, headers={"host": self.brand.host, **headers})
        assert response.status_code == 200, path
        return response

    def rss(self, path="/feeds/rss.xml"):
        return ET.fromstring(self.get(path).content).find("channel")  # noqa: S314  our own

    def atom(self, path="/feeds/atom.xml"):
        return ET.fromstring(self.get(path).content)  # noqa: S314  our own

    def json(self, path="/feeds/feed.json"):
        return json.loads(self.get(path).content)


class StructureTestCase(FeedTestCase):
    """What the W3C's validator asks for, checked without it."""

    def test_each_has_its_media_type(self):
        for base in ("/feeds/", f"/tags/{self.tag.slug}/", "/authors/dana-example/"):
            for name, kind in FORMATS.items():
                assert self.get(base + name)["Content-Type"] == kind

    def test_rss_is_complete(self):
        channel = self.rss()
        own = channel.find(f"{ATOM}link")
        address = "https://www.dealerchatblog.com/feeds/rss.xml"
        assert own.attrib == {"rel": "self", "href": address}
        assert channel.findtext("link") == "https://www.dealerchatblog.com/posts/"
        assert channel.findtext("language") == "en-US"
        assert parsedate_to_datetime(channel.findtext("lastBuildDate"))
        [item] = channel.findall("item")
        assert item.findtext("title") == NASTY
        assert item.findtext("guid") == self.post.guid
        assert item.find("guid").attrib == {"isPermaLink": "false"}
        assert parsedate_to_datetime(item.findtext("pubDate")) == self.post.publish_at
        assert item.findtext(CREATOR) == "Dana Example"
        assert item.find("author") is None
        assert item.findtext("category") == self.tag.name

    def test_atom_is_complete(self):
        feed = self.atom()
        links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == "https://www.dealerchatblog.com/feeds/atom.xml"
        assert feed.findtext(f"{ATOM}id").startswith("tag:")
        [entry] = feed.findall(f"{ATOM}entry")
        title = entry.find(f"{ATOM}title")
        assert (title.attrib, unescape(title.text)) == ({"type": "html"}, NASTY)
        assert entry.findtext(f"{ATOM}id") == self.post.guid
        published = datetime.fromisoformat(entry.findtext(f"{ATOM}published"))
        updated = datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
        assert published == self.post.publish_at
        assert updated >= published
        names = [author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author")]
        assert names == ["Dana Example"]
        assert entry.find(f"{ATOM}content").attrib == {"type": "html"}
        assert len(entry.findall(f"{ATOM}updated")) == 1

    def test_json_feed_is_complete(self):
        feed = self.json()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == "https://www.dealerchatblog.com/feeds/feed.json"
        [item] = feed["items"]
        assert item["id"] == self.post.guid
        assert item["title"] == NASTY
        assert item["authors"] == [
            {
                "name": "Dana Example",
                "url": "https://www.dealerchatblog.com/authors/dana-example/",
            }
        ]
        assert datetime.fromisoformat(item["date_published"]) == self.post.publish_at
        assert item["tags"] == [self.tag.name]

    def test_picture_is_the_cover_or_the_card(self):
        posts = type(self.post).objects
        cover, other = self.image, add(encoded(drawn(1600, 900)))
        assert "/card/" in self.json()["items"][0]["image"]
        posts.filter(pk=self.post.pk).update(cover=cover)
        for image in (cover, other):
            render_picture.call(image.pk)
        shown = self.json()["items"][0]["image"]
        assert shown == f"{self.brand.origin}{pictures.url(cover, SHARED_WIDTH)}"
        assert shown == picture_for_links(posts.for_reading().get())

    def test_the_file_of_a_column_is_that_of_the_nearest_rendition(self):
        image = self.image
        for widths in ((320,), (320, 640), (640, 1280, 1920), (1920,)):
            image.renditions.all().delete()
            for width in widths:
                Rendition.objects.create(
                    image=image, format="jpeg", width=width, height=1, size=1, file=f"{width}.jpg"
                )
            [found] = Image.objects.annotate(found=pictures.file_of("pk", SHARED_WIDTH)).filter(
                pk=image.pk
            )
            assert found.found == pictures.nearest(image.renditions.all(), SHARED_WIDTH).file.name

    def test_summary_is_escaped_html(self):
        type(self.post).objects.filter(pk=self.post.pk).update(summary=NASTY)
        [item], [entry] = self.rss().findall("item"), self.atom().findall(f"{ATOM}entry")
        for html in (item.findtext("description"), entry.findtext(f"{ATOM}summary")):
            shown = html5lib.parseFragment(html, namespaceHTMLElements=False)
            assert [*shown.iter()] == [shown]
            assert shown.text == NASTY
        assert self.json()["items"][0]["summary"] == NASTY

    def test_the_publisher_is_named_in_each(self):
        for name in FORMATS:
            assert "Published by Contact At Once!" in self.get(f"/feeds/{name}").text

    def test_invalid_xml_characters_are_removed(self):
        create_post("bell", title="Ring \x07 the bell", summary="\x0b", body="A \x0c B")
        titles = [item.findtext("title") for item in self.rss().findall("item")]
        assert "Ring  the bell" in titles
        self.atom()

    def test_replacement_characters_are_removed(self):
        create_post("bell", title="Ring \x80\x9f\x7f the\ufffd bell")
        for name in ("rss.xml", "atom.xml"):
            assert "Ring  the bell" in self.get(f"/feeds/{name}").text

    def test_it_holds_the_twenty_newest(self):
        for number in range(25):
            moment = datetime(2026, 4, 1 + number, tzinfo=UTC)
            create_post(f"post-{number}", publish_at=moment)
        items = self.rss().findall("item")
        assert len(items) == 20
        assert items[0].findtext("link").endswith("/posts/post-24/")

    def test_updated_times_are_distinct_and_after_publication(self):
        later = timezone.now() - timedelta(minutes=1)
        post = create_post("second", publish_at=later)
        type(post).objects.filter(pk=post.pk).update(updated_at=later - timedelta(days=9))
        for entry in self.atom().findall(f"{ATOM}entry"):
            assert entry.findtext(f"{ATOM}updated") >= entry.findtext(f"{ATOM}published")


class ArticleTestCase(FeedTestCase):
    def test_it_is_the_article_of_the_page_with_complete_addresses(self):
        page = self.client.get(self.post.get_absolute_url()).content.decode()
        assert self.post.html in page
        whole = articles.absolute(self.post.html, self.post.url)
        [item] = self.rss().findall("item")
        [entry] = self.atom().findall(f"{ATOM}entry")
        assert item.findtext(CONTENT) == whole
        assert entry.findtext(f"{ATOM}content") == whole
        assert self.json()["items"][0]["content_html"] == whole

    def test_no_address_in_it_is_relative(self):
        render_picture.call(self.image.pk)
        self.post.render_again()
        found = list(addresses(self.json()["items"][0]["content_html"]))
        assert len(found) > 4
        for address in found:
            assert urlsplit(address).scheme == "https", address

    def test_the_words_for_a_picture_are_its_authors(self):
        html = self.json()["items"][0]["content_html"]
        [image] = html5lib.parseFragment(html, namespaceHTMLElements=False).iter("img")
        assert image.attrib["alt"] == "A gray truck, “Tom & Jerry” on its door"

    def test_the_preview_in_the_admin_shows_the_same_article(self):
        admin = self.client_class(HTTP_HOST="www.contactatonce.com")
        admin.force_login(self.bob)
        for accept in ("text/html", "application/json"):
            page = admin.post(
                "/admin/blog/post/preview-text/",
                {"body": self.post.body},
                headers={"accept": accept},
            )
            text = page.json()["html"] if accept == "application/json" else page.text
            assert self.post.html in text


class IdentityTestCase(FeedTestCase):
    def test_the_id_outlives_slug_title_and_domain(self):
        before = self.json()["items"][0]["id"]
        self.post.slug, self.post.title = "another", "Another"
        self.post.save()
        self.brand.host = "blog.example.com"
        self.brand.save()
        directory.clear()
        TimedCache.clear_all()
        feed = json.loads(
            self.client.get("/feeds/feed.json", headers={"host": "blog.example.com"}).content
        )
        [item] = feed["items"]
        assert item["id"] == before
        assert item["url"] == "https://blog.example.com/posts/another/"

    def test_unchanged_feed_returns_304(self):
        for name in FORMATS:
            first = self.get(f"/feeds/{name}")
            again = self.client.get(f"/feeds/{name}", headers={"If-None-Match": first["ETag"]})
            assert again.status_code == 304, name
            assert again.content == b""
            since = {"If-Modified-Since": first["Last-Modified"]}
            assert self.client.get(f"/feeds/{name}", headers=since).status_code == 304

    def test_empty_feed_has_a_stable_etag(self):
        self.post.delete()
        for name in FORMATS:
            with time_machine.travel(timezone.now(), tick=False) as clock:
                first = self.get(f"/feeds/{name}")
                clock.shift(timedelta(days=1))
                again = self.client.get(f"/feeds/{name}", headers={"If-None-Match": first["ETag"]})
            assert again.status_code == 304, name
        assert parsedate_to_datetime(self.rss().findtext("lastBuildDate")) == EPOCH
        assert datetime.fromisoformat(self.atom().findtext(f"{ATOM}updated")) == EPOCH

    def test_a_change_is_handed_out(self):
        tag = self.get("/feeds/rss.xml")["ETag"]
        self.post.title = "Another title"
        self.post.save()
        response = self.get("/feeds/rss.xml", **{"If-None-Match": tag})
        assert "Another title" in response.text

    def test_feeds_of_two_blogs_differ(self):
        create_post("leasing", brand=self.other_blog)
        text = self.client.get("/feeds/rss.xml", headers={"host": self.other_blog.host}).text
        assert "/posts/leasing/" in text
        assert self.post.slug not in text

    def test_each_page_names_the_feeds(self):
        for path in ("/posts/", self.post.get_absolute_url()):
            page = self.client.get(path).text
            for name, kind in FORMATS.items():
                kind = kind.partition(";")[0]
                assert f'type="{kind}"' in page
                assert f'href="/feeds/{name}"' in page
        links = self.client.get("/feeds/").text
        for folder in ("/feeds/", self.tag.get_absolute_url(), self.author.get_absolute_url()):
            for name in FORMATS:
                assert f'<a href="{folder}{name}">' in links
        assert f"/tags/{self.tag.slug}/rss.xml" in self.client.get(self.tag.get_absolute_url()).text
