"""The files that machines ask for: the right host in every address, on all five sites."""

import re
from datetime import UTC, date, datetime, timedelta
from unittest import mock
from xml.etree import ElementTree

import pytest
import time_machine
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from leads.seed import load_forms
from privacy.seed import load_documents
from search import sitemaps, wellknown
from tests.base import HOSTS, SiteTestCase

pytestmark = pytest.mark.once

FILES = ("/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/humans.txt")
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class FileTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        load_documents()
        load_forms()

    def text(self, path: str, host: str = HOSTS[0]) -> str:
        response = self.client.get(path, headers={"host": host})
        assert response.status_code == 200, path
        return response.content.decode()

    def locations(self, path: str, host: str = HOSTS[0]) -> list[str]:
        tree = ElementTree.fromstring(self.text(path, host))  # noqa: S314  our own
        return [node.text or "" for node in tree.iter(f"{NAMESPACE}loc")]


class EveryHostTestCase(FileTestCase):
    def test_each_address_in_each_file_is_the_hosts_own(self):
        for host in HOSTS:
            for path in FILES:
                found = re.findall(r"https?://([^/\s<]+)", self.text(path, host))
                addresses = [name for name in found if name != "www.sitemaps.org"]
                self.assertTrue(addresses, path)
                self.assertEqual(set(addresses), {host}, path)

    def test_each_file_sets_no_cookie_and_answers_304_to_who_has_it(self):
        for path in FILES:
            first = self.client.get(path)
            self.assertFalse(first.cookies)
            again = self.client.get(path, headers={"if-none-match": first["ETag"]})
            self.assertEqual(again.status_code, 304, path)

    def test_a_file_costs_one_query_at_most_and_a_sitemap_three(self):
        files = [(path, 1) for path in FILES if path != "/sitemap.xml"]
        parts = [part.path for part in sitemaps.parts(self.brand)]
        for path, most in (*files, *((path, 3) for path in parts)):
            self.client.get(path)
            with CaptureQueriesContext(connection) as asked:
                self.client.get(path)
            self.assertLessEqual(len(asked), most, path)


class SitemapTestCase(FileTestCase):
    def test_the_index_leads_to_sections_and_these_to_pages_that_answer(self):
        for host in HOSTS:
            parts = self.locations("/sitemap.xml", host)
            self.assertIn(f"https://{host}/sitemap-contact-1.xml", parts)
            for part in parts:
                for page in self.locations(part.removeprefix(f"https://{host}"), host):
                    path = page.removeprefix(f"https://{host}")
                    self.text(path, host)

    def test_a_page_says_when_it_really_changed_and_nothing_where_nobody_knows(self):
        text = self.text("/sitemap-privacy-1.xml")
        self.assertRegex(text, r"/privacy/</loc><lastmod>\d{4}-\d\d-\d\dT[\d:]+Z</lastmod>")
        self.assertIn("/privacy/data/</loc></url>", text)

    def test_a_section_is_cut_into_files_of_ten_thousand(self):
        at = datetime(2026, 1, 1, tzinfo=UTC)
        rows = [(f"/{number}/", at + timedelta(minutes=number)) for number in range(10_001)]
        with mock.patch.dict(sitemaps.sections, clear=True):
            sitemaps.section("many", rows=lambda brand: rows)
            sitemaps.section("none", rows=lambda brand: [])
            index = self.text("/sitemap.xml")
            self.assertEqual(index.count("<sitemap>"), 2)
            self.assertIn("sitemap-many-2.xml</loc><lastmod>2026-01-07T22:40:00Z", index)
            self.assertEqual(len(self.locations("/sitemap-many-1.xml")), 10_000)
            self.assertEqual(len(self.locations("/sitemap-many-2.xml")), 1)
            for path in ("many-3", "many-0", "none-1", "unknown-1"):
                self.assertEqual(self.client.get(f"/sitemap-{path}.xml").status_code, 404, path)

    def test_odd_letters_in_a_path_are_written_as_xml_and_urls_want_them(self):
        with mock.patch.dict(sitemaps.sections, clear=True):
            sitemaps.section("odd", rows=lambda brand: [("/café/?a=1&b=<2>", None)])
            [found] = self.locations("/sitemap-odd-1.xml")
        self.assertEqual(found, f"https://{self.host}/caf%C3%A9/?a=1&b=%3C2%3E")


class RobotsTestCase(FileTestCase):
    def test_crawlers_are_kept_out_of_the_back_office_and_led_to_the_sitemap(self):
        text = self.text("/robots.txt")
        self.assertIn("Disallow: /admin/\n", text)
        self.assertIn("Disallow: /preview/\n", text)
        self.assertIn(f"Sitemap: https://{self.host}/sitemap.xml", text)
        self.assertNotIn("Disallow: /\n", text)

    def test_a_rehearsal_is_kept_out_of_search_engines_altogether(self):
        with override_settings(STAGING=True):
            hidden = self.client_class(HTTP_HOST=self.host)
            self.assertIn("Disallow: /\n", hidden.get("/robots.txt").content.decode())
            for path in ("/", "/no-such-page/", "/static/css/site.css"):
                answer = hidden.get(path)
                self.assertEqual(answer["X-Robots-Tag"], "noindex, nofollow", path)
            answer.getvalue()  # which closes the file
        shown = self.client_class(HTTP_HOST=self.host)
        self.assertNotIn("X-Robots-Tag", shown.get("/"))


class SecurityTestCase(FileTestCase):
    def fields(self) -> dict[str, str]:
        lines = self.text("/.well-known/security.txt").splitlines()
        return dict(line.split(": ", 1) for line in lines)

    def test_it_has_what_rfc_9116_demands(self):
        response = self.client.get("/.well-known/security.txt")
        self.assertEqual(response["Content-Type"], "text/plain; charset=utf-8")
        found = self.fields()
        self.assertRegex(found["Contact"], r"^(mailto:\S+@\S+|https://\S+)$")
        self.assertEqual(found["Canonical"], f"https://{self.host}/.well-known/security.txt")

    def test_it_holds_for_another_month_at_least_and_not_for_a_year(self):
        """Red, with the real clock, a month before it expires: look at it and set a new day."""
        left = datetime.fromisoformat(self.fields()["Expires"]) - datetime.now(UTC)
        self.assertGreaterEqual(left, timedelta(days=30))
        self.assertLessEqual(left, timedelta(days=365))

    @override_settings(SECURITY_REVIEWED_ON=date(2026, 1, 1))
    def test_a_month_before_it_expires_a_check_warns(self):
        for day, is_due in (("2026-11-30", False), ("2026-12-02", True), ("2027-02-01", True)):
            with time_machine.travel(f"{day}T12:00:00Z", tick=False):
                self.assertEqual(wellknown.security_is_due(), is_due, day)
                found = [message.id for message in run_checks(tags=["start"])]
                self.assertEqual("contactatonce.W101" in found, is_due, day)

    def test_the_day_is_a_setting(self):
        self.assertLessEqual(settings.SECURITY_REVIEWED_ON, datetime.now(UTC).date())
