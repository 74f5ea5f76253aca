"""A site's colors and type are a stylesheet of its own: readable, cacheable, never stale."""

import re

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from pages import palette
from tests.base import SITES, SiteTestCase

LINK = re.compile(r'href="(/brand/[0-9a-f]{12}\.css)"')


class BrandStylesheetTestCase(SiteTestCase):
    def linked(self, host: str = "www.contactatonce.com") -> str:
        page = self.client.get("/", headers={"host": host}).content.decode()
        return LINK.search(page)[1]

    def test_each_site_links_its_own(self):
        found = set()
        for site in SITES:
            address = self.linked(site["host"])
            response = self.client.get(address, headers={"host": site["host"]})
            self.assertEqual(response["Content-Type"], "text/css; charset=utf-8")
            self.assertContains(response, f"light-dark({site['accent']}, {site['accent_dark']})")
            found.add(address)
        self.assertEqual(len(found), 5)

    def test_it_is_kept_for_a_year_and_never_asked_for_again(self):
        response = self.client.get(self.linked())
        self.assertIn("immutable", response["Cache-Control"])
        self.assertIn("max-age=31536000", response["Cache-Control"])
        self.assertFalse(response.cookies)

    def test_an_unchanged_one_answers_304(self):
        address = self.linked()
        tag = self.client.get(address)["ETag"]
        again = self.client.get(address, headers={"if-none-match": tag})
        self.assertEqual((again.status_code, again.content), (304, b""))

    def test_an_edit_changes_the_address_and_the_old_one_shows_the_new_colors_for_a_minute(self):
        old = self.linked()
        Brand.objects.filter(pk=self.brand.pk).update(accent="#5b2a86")
        directory.clear()
        self.assertNotEqual(self.linked(), old)
        response = self.client.get(old)
        self.assertContains(response, "#5b2a86")
        self.assertIn("max-age=60", response["Cache-Control"])
        self.assertNotIn("immutable", response["Cache-Control"])

    def test_a_serif_site_sets_its_headings_in_serif(self):
        host = "www.dealerchatblog.com"
        sheet = self.client.get(self.linked(host), headers={"host": host}).content.decode()
        self.assertIn('--font-heading: "Source Serif 4"', sheet)
        self.assertIn("--font-heading: var(--font-body)", palette.stylesheet(self.brand))
