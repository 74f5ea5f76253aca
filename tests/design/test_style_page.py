"""The style page shows every component of the design, in the colors of the site that is asked."""

import re
from pathlib import Path

from django.conf import settings

from contactatonce.brands.models import Brand
from tests.base import SITES, StaffTestCase

SHEETS = Path(settings.STATICFILES_DIRS[0]) / "css" / "site"
SHOWN = ("components", "sections", "pages")
CLASS = re.compile(r"\.([a-z][\w-]*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
HIDDEN = {
    # What is seen in one state of the design only, or is a part of a drawing.
    "extra-row",
    "choice--error",
    "logo",
    "prefers",
    "topic",
    "footnotes-sep",
    "footnote-backref",
    "film",
    "film-video",
    "embedded",
    "embedded-foot",
}


def classes(sheet: Path) -> set[str]:
    """Return the classes that a sheet gives a look of their own."""
    selectors = re.sub(r"\{[^{}]*\}", " ", COMMENT.sub("", sheet.read_text()))
    return {name for name in CLASS.findall(selectors) if not name.startswith(("art-", "hl-"))}


class StylePageTestCase(StaffTestCase):
    def shown(self, slug="contactatonce"):
        return self.client.get(f"/admin/brands/brand/{slug}/style/")

    def test_it_shows_every_component(self):
        self.client.force_login(self.bob)
        page = self.shown().content.decode()
        present = {name for value in re.findall(r'class="([^"]+)"', page) for name in value.split()}
        for sheet in (file for folder in SHOWN for file in sorted((SHEETS / folder).glob("*.css"))):
            with self.subTest(sheet.name):
                missing = classes(sheet) - present - HIDDEN
                self.assertEqual(missing, set())

    def test_it_measures_the_contrast_of_each_site(self):
        self.client.force_login(self.bob)
        for site in SITES:
            with self.subTest(site["slug"]):
                response = self.shown(site["slug"])
                self.assertContains(response, f"<h1>Style of {site['name']}</h1>")
                self.assertContains(response, f"<code>{site['accent_dark']}</code>")
                self.assertNotContains(response, "too close")
                self.assertContains(response, "<td>passes</td>", count=44)

    def test_it_says_so_where_stored_colors_miss_what_is_needed(self):
        Brand.objects.filter(slug="apartmentchat").update(accent="#ff9900")
        self.client.force_login(self.bob)
        self.assertContains(self.shown("apartmentchat"), "too close")

    def test_it_is_for_who_may_see_the_sites(self):
        self.client.force_login(self.alice)
        assert self.shown().status_code == 403
        self.client.force_login(self.bob)
        assert self.shown("no-such-site").status_code == 404

    def test_a_site_links_its_own(self):
        self.client.force_login(self.bob)
        page = self.client.get(f"/admin/brands/brand/{self.brand.pk}/change/")
        self.assertContains(page, 'href="/admin/brands/brand/contactatonce/style/"')


def test_a_component_that_is_not_shown_would_be_found(tmp_path):
    sheet = tmp_path / "new.css"
    sheet.write_text("/* .no */ .new { margin: 0.5rem; } @media print { .art-x .b { color: red } }")
    assert classes(sheet) == {"new", "b"}
