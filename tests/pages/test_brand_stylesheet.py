"""A site's colours and type are a stylesheet of its own: readable, cacheable, never stale."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from contactatonce.brands.sites import SITES
from contactatonce.pages import palette
from tests.base import SiteTestCase

LINK = re.compile(r'href="(/brand/[0-9a-f]{12}\.css)"')
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


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

    def test_an_edit_changes_the_address_and_the_old_one_shows_the_new_colours_for_a_minute(self):
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


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_the_ratio_of_wcag(one, other, ratio):
    assert round(palette.contrast(one, other), 2) == ratio
    assert palette.contrast(other, one) == palette.contrast(one, other)


@example(accent="#0003a4", page=palette.PAGE_DARK)  # its tint is darker than the page
@given(accent=colours, page=st.sampled_from([palette.PAGE_LIGHT, palette.PAGE_DARK]))
def test_any_accent_that_staff_choose_gives_readable_text(accent, page):
    made = palette.tokens(accent, page)
    assert palette.contrast(made["on-accent"], made["accent"]) >= 4.5
    for ground in (page, made["soft"], made["tint"]):
        assert palette.contrast(made["accent-text"], ground) >= 4.5


def test_an_accent_that_is_readable_already_stays_as_it_is():
    assert palette.readable("#0b5cad", "#ffffff") == "#0b5cad"
    assert palette.text_on("#0b5cad") == "#ffffff"
