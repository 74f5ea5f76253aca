"""The published pages: the same on all five sites, without cookie, cacheable, valid."""

import html5lib

from contactatonce.lib.page_cache import may_keep
from tests.base import HOSTS
from tests.privacy.cases import PAGES, PublishedTestCase, publish


class PolicyPagesTestCase(PublishedTestCase):
    def test_every_page_opens_on_all_five_sites(self):
        for host in HOSTS:
            for page in PAGES:
                with self.subTest(host=host, page=page):
                    response = self.client.get(page, headers={"host": host})
                    self.assertEqual(response.status_code, 200)

    def test_no_page_sets_a_cookie_or_varies_by_one(self):
        for page in PAGES:
            with self.subTest(page=page):
                response = self.client.get(page)
                self.assertEqual(dict(response.cookies), {})
                self.assertNotIn("cookie", response.headers.get("Vary", "").lower())

    def test_every_page_is_valid_html_without_inline_style_or_script(self):
        publish()
        for page in (*PAGES, "/privacy/versions/2/", "/privacy/versions/2/changes/"):
            with self.subTest(page=page):
                content = self.client.get(page).content.decode()
                html5lib.HTMLParser(strict=True).parse(content)
                for inline in (" style=", "<style", " onclick=", "<script>"):
                    self.assertNotIn(inline, content)

    def test_ids_are_unique_on_each_page(self):
        for page in PAGES:
            tree = html5lib.parse(
                self.client.get(page).content.decode(), namespaceHTMLElements=False
            )
            ids = [element.get("id") for element in tree.iter() if element.get("id")]
            self.assertEqual(sorted(ids), sorted(set(ids)), page)

    def test_post_to_a_read_only_page_gets_405(self):
        for page in ("/privacy/", "/privacy/versions/", "/privacy/data/", "/privacy/recipients/"):
            self.assertEqual(self.client.post(page).status_code, 405)

    def test_a_warm_process_needs_few_queries(self):
        for page, most in (
            ("/privacy/", 1),
            ("/privacy/versions/", 0),
            ("/privacy/versions/1/", 1),
            ("/privacy/data/", 0),
            ("/privacy/recipients/", 1),
            ("/privacy/opt-out/", 0),
        ):
            self.client.get(page)
            with self.subTest(page=page), self.assertNumQueries(most):
                self.client.get(page)

    def test_no_page_before_the_first_publication(self):
        self.assertEqual(self.client.get("/privacy/versions/7/").status_code, 404)
        self.assertEqual(self.client.get("/privacy/versions/1/changes/").status_code, 404)

    def test_invalid_version_number_gets_404(self):
        for number in ("0", "1", "99999", "99999999999999999999999"):
            for page in (f"/privacy/versions/{number}/changes/", f"/terms/versions/{number}9/"):
                self.assertEqual(self.client.get(page).status_code, 404, page)

    def test_documents_are_publicly_cacheable_and_the_form_is_not(self):
        for page in PAGES:
            with self.subTest(page=page):
                answer = self.client.get(page)
                self.assertTrue(may_keep(answer))
                is_private = "private" in answer.headers.get("Cache-Control", "")
                self.assertEqual(is_private, page == "/privacy/opt-out/")
