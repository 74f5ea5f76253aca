"""Metadata in the head of every page, with all text escaped."""

import json
import re
from html import unescape

import pytest
from django.template import Context, Template

from contactatonce.brands.models import Brand
from contactatonce.lib import jsonld
from leads.seed import load_forms
from pages.seed import load_pages
from privacy.seed import load_documents
from tests.base import HOSTS, SiteTestCase
from tests.media.base import add
from tests.pages.base import create_page
from tests.pages.kinds import row

pytestmark = pytest.mark.once

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
NASTY = '</script><script>alert(1)</script> "Tom & Jerry" <!-- \u2028 \\u003C \U0001f600'
REQUIRED = {
    "Organization": {"@id", "name", "url", "logo"},
    "WebSite": {"@id", "name", "url", "publisher"},
    "BreadcrumbList": {"itemListElement"},
    "FAQPage": {"mainEntity"},
    "BlogPosting": {"headline", "author", "publisher", "url"},
}


def blocks(page: str) -> list[dict]:
    """Return all structured data of a page, as JSON.parse reads it."""
    found = [json.loads(text) for text in BLOCK.findall(page)]
    return [thing for block in found for thing in block.get("@graph", [block])]


def of_type(page: str, kind: str) -> list[dict]:
    return [thing for thing in blocks(page) if thing["@type"] == kind]


class HeadTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        load_documents()
        load_forms()
        load_pages()

    def page(self, path: str, host: str = HOSTS[0]) -> str:
        response = self.client.get(path, headers={"host": host})
        assert response.status_code == 200, path
        return response.content.decode()


class AddressTestCase(HeadTestCase):
    def test_each_page_names_its_one_address(self):
        for host in HOSTS:
            for path in ("/", "/privacy/", "/contact/"):
                page = self.page(f"{path}?utm_source=x", host)
                address = f"https://{host}{path}"
                self.assertEqual(page.count('rel="canonical"'), 1)
                self.assertIn(f'<link rel="canonical" href="{address}">', page)
                self.assertIn(f'<meta property="og:url" content="{address}">', page)

    def test_a_further_page_of_a_list_is_an_address_of_its_own(self):
        self.assertIn(
            f'href="https://{HOSTS[0]}/search/?page=2">', self.page("/search/?q=x&page=2")
        )
        for odd in ("1", "0", "x", "-1", "9999999"):
            page = self.page(f"/search/?page={odd}")
            self.assertIn(f'rel="canonical" href="https://{HOSTS[0]}/search/">', page, odd)

    def test_title_and_description_are_told_to_whoever_shares_the_page(self):
        page = self.page("/privacy/")
        title = re.search(r"<title>(.*?)</title>", page)[1]
        description = re.search(r'<meta name="description" content="(.*?)">', page)[1]
        self.assertIn(f'<meta property="og:title" content="{title}">', page)
        self.assertIn(f'<meta property="og:description" content="{description}">', page)
        self.assertGreater(len(description), 20)

    def test_a_shared_link_shows_a_card_with_the_pages_title_that_can_be_loaded(self):
        for host in HOSTS:
            page = self.page("/accessibility/", host)
            address = re.search(r'<meta property="og:image" content="(.*?)">', page)[1]
            self.assertTrue(address.startswith(f"https://{host}/"), address)
            card = self.client.get(address.removeprefix(f"https://{host}"), headers={"host": host})
            self.assertEqual(card.status_code, 200)
            self.assertTrue(card["Content-Type"].startswith("image/"))

    def test_nobody_has_us_draw_words_of_his_own(self):
        cards = [
            re.search(r'<meta property="og:image" content="(.*?)">', self.page(path))[1]
            for path in ("/search/", "/search/?q=draw+this")
        ]
        self.assertEqual(cards[0], cards[1])

    def test_an_error_page_has_no_address_of_its_own(self):
        page = self.client.get("/no-such-page/").content.decode()
        for trace in ("canonical", "og:url", "ld+json"):
            self.assertNotIn(trace, page)

    def test_nothing_in_a_query_gets_into_the_head(self):
        page = self.page('/search/?page="><script>alert(1)</script>')
        self.assertNotIn("<script>alert", page)


class StructuredDataTestCase(HeadTestCase):
    def test_each_page_of_the_sitemap_parses_and_has_what_is_required(self):
        for host in HOSTS:
            for path in re.findall(rf"<loc>https://{host}(.*?)</loc>", self.all_sitemaps(host)):
                page = self.page(path, host)
                found = blocks(page)
                for thing in found:
                    missing = REQUIRED[thing["@type"]] - thing.keys()
                    self.assertFalse(missing, (host, path))
                kinds = [thing["@type"] for thing in found]
                self.assertEqual(kinds.count("Organization"), 1, (host, path))
                self.assertEqual(kinds.count("WebSite"), 1, (host, path))

    def all_sitemaps(self, host: str) -> str:
        index = self.page("/sitemap.xml", host)
        return "".join(
            self.page(path, host) for path in re.findall(rf"<loc>https://{host}(.*?)</loc>", index)
        )

    def test_every_site_names_the_company_as_its_publisher(self):
        for host in HOSTS:
            page = self.page("/", host)
            [company] = of_type(page, "Organization")
            [site] = of_type(page, "WebSite")
            self.assertEqual(company["name"], "Contact At Once!")
            self.assertEqual(company["url"], "https://www.contactatonce.com/")
            self.assertEqual(site["url"], f"https://{host}/")
            self.assertEqual(site["publisher"]["@id"], company["@id"])

    def test_the_breadcrumb_for_machines_is_the_one_that_people_see(self):
        page = self.page("/accessibility/")
        [trail] = of_type(page, "BreadcrumbList")
        shown = re.search(r'<nav class="breadcrumbs".*?</nav>', page, re.S)[0]
        entries = re.findall(
            r"<li(?: aria-current=\"page\")?>(?:<a href=\"(.*?)\">)?([^<]*)", shown
        )
        told = [
            (item.get("item", "").removeprefix(f"https://{HOSTS[0]}"), item["name"])
            for item in trail["itemListElement"]
        ]
        self.assertEqual(told, [(path, unescape(label)) for path, label in entries])
        self.assertEqual([item["position"] for item in trail["itemListElement"]], [1, 2])

    def test_questions_on_a_page_are_told_as_they_are_shown(self):
        page = self.page("/questions/")
        [faq] = of_type(page, "FAQPage")
        self.assertGreater(len(faq["mainEntity"]), 2)
        text = unescape(page)
        for question in faq["mainEntity"]:
            self.assertIn(question["name"], text)

    def test_a_film_of_ours_is_described_and_one_elsewhere_is_not(self):
        still = add()
        films = [
            row("video", picture=still.pk),
            row("video", key="elsewhere", url="https://example.org/film"),
        ]
        create_page(self.brand, path="/film/", sections=films)
        [film] = of_type(self.page("/film/"), "VideoObject")
        self.assertEqual(film["contentUrl"], f"https://{HOSTS[0]}/media/film.mp4")
        self.assertEqual((film["name"], film["transcript"]), ("Film", "Words.\n\nMore."))
        self.assertIn(film["thumbnailUrl"].removeprefix(f"https://{HOSTS[0]}"), self.page("/film/"))
        self.assertRegex(film["uploadDate"], r"^20\d\d-\d\d-\d\dT")

    def test_nobody_rates_himself(self):
        for host in HOSTS:
            self.assertNotRegex(self.page("/", host), 'AggregateRating|"Review"|ratingValue')


class NastyTextTestCase(HeadTestCase):
    """Names with markup, quotes and comments, everywhere a name appears."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        Brand.objects.filter(host=HOSTS[1]).update(
            name=NASTY[:80], description=NASTY, tagline=NASTY
        )

    def test_no_script_runs_and_json_has_the_exact_text(self):
        page = self.page("/search/", HOSTS[1])
        self.assertNotIn("<script>alert", page)
        self.assertEqual(len(BLOCK.findall(page)), page.count("<script"))
        [site] = of_type(page, "WebSite")
        self.assertEqual((site["name"], site["description"]), (NASTY[:80], NASTY))
        found = re.search(r'<meta property="og:site_name" content="([^"]*)">', page)[1]
        self.assertEqual(unescape(found), NASTY[:80])

    def test_the_sink_escapes_and_nothing_before_it(self):
        data = {"name": NASTY, "@type": NASTY}
        text = str(jsonld.script(data))
        inner = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
        for trace in ("<", ">", "&", "\u2028", "\u2029"):
            self.assertNotIn(trace, inner)
        self.assertEqual(json.loads(inner)["name"], NASTY)

    def test_a_lone_surrogate_does_not_break_the_page(self):
        jsonld.script({"name": "\ud800"}).encode()

    def test_a_trail_with_markup_is_text_to_people_and_to_machines(self):
        template = Template("{% load head %}{% breadcrumbs trail %}")
        trail = [("Home", "/"), (NASTY, "")]
        page = template.render(Context({"brand": self.brand, "trail": trail}))
        self.assertNotIn("<script>alert", page)
        [data] = of_type(page, "BreadcrumbList")
        self.assertEqual(data["itemListElement"][1]["name"], NASTY)
