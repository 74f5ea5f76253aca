"""Every public page parses without an error, has one h1 and no broken inner link."""

from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.test import Client

from leads.seed import load_forms
from pages.seed import load_pages
from tests.base import HOSTS, SiteTestCase

H = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}svg"


def parsed(text: str) -> Element:
    return html5lib.HTMLParser(strict=True).parse(text)


class HtmlTestCase(SiteTestCase):
    """The home page and the page of an unknown URL on each site."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        load_pages()
        cls.trees = [
            parsed(Client().get(path, headers={"host": host}).text)
            for host in HOSTS
            for path in ("/", "/no-such-page/")
        ]

    def test_each_page_has_one_h1(self):
        for tree in self.trees:
            assert len(list(tree.iter(f"{H}h1"))) == 1

    def test_headings_skip_no_level(self):
        for tree in self.trees:
            levels = [
                int(node.tag[-1])
                for node in tree.iter()
                if node.tag in {f"{H}h{n}" for n in "123456"}
            ]
            assert levels[0] == 1
            assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_ids_are_unique_and_every_inner_link_leads_somewhere(self):
        for tree in self.trees:
            ids = [node.get("id") for node in tree.iter() if node.get("id")]
            assert len(ids) == len(set(ids))
            for node in tree.iter():
                for attribute in ("aria-labelledby", "aria-describedby", "popovertarget", "for"):
                    assert set((node.get(attribute) or "").split()) <= set(ids)
                target = node.get("href") or ""
                if target.startswith("#"):
                    assert target[1:] in ids

    def test_every_drawing_has_a_text_or_is_hidden(self):
        for drawing in (drawing for tree in self.trees for drawing in tree.iter(SVG)):
            named = drawing.get("role") == "img" and drawing.get("aria-label")
            assert named or drawing.get("aria-hidden") == "true"

    def test_the_menu_leads_to_pages_and_sections_that_there_are(self):
        load_forms()
        for host in HOSTS:
            home = parsed(self.client.get("/", headers={"host": host}).text)
            ids = {node.get("id") for node in home.iter()}
            menu = next(node for node in home.iter() if node.get("id") == "menu")
            links = {node.get("href") for node in menu.iter(f"{H}a")}
            anchors = {link.removeprefix("/#") for link in links if link.startswith("/#")}
            assert anchors <= ids
            pages = {link for link in links if link.startswith("/") and "#" not in link}
            assert len(pages) >= 2
            for page in pages:
                assert self.client.get(page, headers={"host": host}).status_code == 200, page


def test_a_page_that_is_not_well_formed_would_be_noticed():
    with pytest.raises(html5lib.html5parser.ParseError):
        parsed("<!doctype html><title>x</title><p><div></p>")
