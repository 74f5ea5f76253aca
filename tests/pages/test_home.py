"""The home pages: each site's own, light, and the same for everybody."""

from datetime import UTC, datetime

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contactatonce.brands.models import Brand
from pages.models import Page
from pages.seed import load_pages
from tests.base import HOSTS, SITES, SiteTestCase


class HomeTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        load_pages()

    def home(self, host: str = "www.contactatonce.com", **headers: str):
        return self.client.get("/", headers={"host": host, **headers})

    def test_each_site_has_a_home_of_its_own(self):
        titles = set()
        for site in SITES:
            home = Page.objects.get(brand__slug=site["slug"], path="/")
            title = home.sections[0]["content"]["title"]
            response = self.home(site["host"])
            self.assertContains(response, f"<h1>{title}</h1>", count=1, html=True)
            self.assertContains(response, site["tagline"])
            self.assertContains(response, f'content="{site["description"]}"')
            titles.add(title)
        self.assertEqual(len(titles), len(SITES))

    def test_a_visitor_gets_no_cookie_and_the_page_does_not_depend_on_one(self):
        for host in HOSTS:
            response = self.home(host, cookie="other=1")
            self.assertEqual(response.status_code, 200)
            self.assertFalse(response.cookies)
            self.assertNotIn("cookie", response.headers.get("Vary", "").lower())

    def test_every_browser_gets_the_same_bytes(self):
        agents = ("", "curl/8", "Mozilla/5.0 (compatible; Googlebot/2.1)", "Chrome-Lighthouse")
        for host in HOSTS:
            pages = {self.home(host, user_agent=agent).content for agent in agents}
            self.assertEqual(len(pages), 1)

    def test_a_warm_page_reads_only_itself_and_the_newest_posts_or_testimonials(self):
        for host in HOSTS:
            self.home(host)
        for site in SITES:
            with self.assertNumQueries(3), self.subTest(site["slug"]):
                self.home(site["host"])

    def test_the_first_page_of_a_process_reads_the_sites_in_a_handful_of_queries(self):
        with CaptureQueriesContext(connection) as queries:
            self.home()
        self.assertGreater(len(queries), 0)
        self.assertLessEqual(len(queries), 14)

    def test_every_page_has_both_offices_the_other_sites_and_the_fine_print(self):
        for host in HOSTS:
            response = self.home(host)
            for text in ("Great Oaks Way", "+1-770-206-2282", "Leatherhead", "trademarks"):
                self.assertContains(response, text)
            self.assertContains(response, 'href="tel:+18663583880"')
            self.assertContains(response, 'href="tel:+443308080201"')
            for other in HOSTS:
                self.assertContains(response, f'href="https://{other}/"')

    def test_a_blog_names_its_publisher(self):
        for host in ("www.dealerchatblog.com", "www.apartmentchatblog.com"):
            self.assertContains(self.home(host), "published by Contact At Once!")

    def test_a_page_has_no_script_and_no_style_of_its_own(self):
        for host in HOSTS:
            page = self.home(host).content.decode()
            page = page.replace('<script type="application/ld+json">', "")  # data, never run
            for trace in ("<script", "<style", " style=", " onclick=", "javascript:"):
                self.assertNotIn(trace, page)

    def test_the_way_to_a_person_tells_whether_somebody_is_in(self):
        with time_machine.travel(datetime(2026, 11, 23, 15, tzinfo=UTC)):
            self.assertContains(self.home(), "We are in: ask us")
        with time_machine.travel(datetime(2026, 11, 22, 15, tzinfo=UTC)):
            self.assertContains(self.home(), "Leave us a message")

    def test_a_site_that_has_no_texts_yet_shows_its_own_description(self):
        Brand.objects.create(
            slug="boatchat",
            name="Boat Chat",
            kind=Brand.Kind.VERTICAL,
            host="www.boatchat.example",
            tagline="Chat for marinas",
            description="Ask before you sail.",
            mail_name="Boat Chat",
            mail_from="hello@example.com",
            calendar=self.brand.calendar,
        )
        response = self.home("www.boatchat.example")
        self.assertContains(response, "<h1>Chat for marinas</h1>", html=True)
        self.assertContains(response, "Ask before you sail.")

    def test_posting_to_it_is_refused(self):
        self.assertEqual(self.client.post("/").status_code, 405)
