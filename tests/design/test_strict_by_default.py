"""Every page that this project answers with, the admin's included, is as strict as the first."""

import html5lib

from pages.seed import load_pages
from tests import factories
from tests.base import StaffTestCase
from tests.url_table import MODELS, PAGES

H = "{http://www.w3.org/1999/xhtml}"
SAME_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
REFERRERS = {"strict-origin-when-cross-origin", "same-origin", "no-referrer"}
SWITCHED_OFF = ("camera", "geolocation", "microphone", "browsing-topics")
NO_PAGE = ("/static/", "/dev/")


def inline_parts(html: str) -> list[str]:
    """Return what of a page a policy without 'unsafe-inline' would keep from working."""
    found = []
    for node in html5lib.parse(html).iter():
        name = str(node.tag).removeprefix(H)
        if name == "style" and (node.text or "").strip():
            found.append("a <style> block")
        if name == "script" and not node.get("src") and "json" not in node.get("type", ""):
            found.append("a <script> without src")
        for attribute, value in node.items():
            if attribute == "style" or attribute.startswith("on"):
                found.append(f"{attribute}= on <{name}>")
            if attribute in {"href", "action", "src"} and value.strip().startswith("javascript:"):
                found.append(f"{attribute}=javascript: on <{name}>")
    return found


def policy_of(response) -> dict[str, list[str]]:
    """Return the directives of a response's Content Security Policy."""
    parts = response["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (part.split() for part in parts if part.strip())}


class StrictByDefaultTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        load_pages()
        factories.create_form(brand=cls.brand)

    def assert_strict(self, response, url: str) -> None:
        policy = policy_of(response)
        self.assertEqual(policy["default-src"], ["'none'"], url)
        self.assertEqual(policy["frame-ancestors"], ["'none'"], url)
        self.assertEqual(policy["base-uri"], ["'none'"], url)
        self.assertEqual(policy["script-src"], ["'self'"], url)
        self.assertEqual(policy["style-src"], ["'self'"], url)
        for values in policy.values():
            self.assertNotIn("unsafe", " ".join(values), url)
            self.assertFalse({"*", "http:", "https:", "blob:"} & set(values), url)
        self.assertEqual(response["X-Frame-Options"], "DENY", url)
        for name, value in SAME_EVERYWHERE.items():
            self.assertEqual(response[name], value, f"{name} of {url}")
        self.assertIn(response["Referrer-Policy"], REFERRERS, url)
        for feature in SWITCHED_OFF:
            self.assertIn(f"{feature}=()", response["Permissions-Policy"], url)
        if response["Content-Type"].startswith("text/html") and not response.streaming:
            self.assertEqual(inline_parts(response.content.decode()), [], url)

    def test_pages_that_anybody_can_ask_for(self):
        asked = [page.url for page in PAGES.values() if page.method == "get"]
        self.assertGreater(len(asked), 50)
        for url in asked:
            if not url.startswith(NO_PAGE):
                with self.subTest(url):
                    self.assert_strict(self.client.get(url), url)

    def test_pages_of_the_admin(self):
        seen = 0
        for person in (self.adam, self.dora, self.charlie, self.bob):
            self.client.force_login(person)
            for label in MODELS:
                url = f"/admin/{label.replace('.', '/')}/"
                with self.subTest(f"{url} for {person.display_name}"):
                    response = self.client.get(url)
                    seen += response.status_code == 200
                    self.assert_strict(response, url)
        self.assertGreater(seen, 20)


def test_what_a_policy_would_block_is_found():
    page = """<style>a{}</style><script>x()</script><p style="a" onclick="b()">
      <a href=" javascript:x()">a</a><script src="a.js"></script>
      <script type="application/ld+json">{}</script><style></style>"""
    assert inline_parts(page) == [
        "a <style> block",
        "a <script> without src",
        "style= on <p>",
        "onclick= on <p>",
        "href=javascript: on <a>",
    ]
