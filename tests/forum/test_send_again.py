"""A session that ends while a member writes loses nothing."""

import re
from html import unescape

from forum.models import Post
from tests.forum.writing import TEXT, WritingTestCase, fields_in


class SendAgainTestCase(WritingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.browser = self.client_class(
            enforce_csrf_checks=True, HTTP_HOST=self.host, HTTP_SEC_FETCH_SITE="same-origin"
        )
        self.browser.force_login(self.omar.user)
        page = self.browser.get(self.path)
        self.sent = {**fields_in(page), **self.token_in(page), "text": TEXT, "do": "post"}

    def token_in(self, page):
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        return {"csrfmiddlewaretoken": found[1]}

    def press(self, page):
        """Press "Send it again"."""
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        return self.browser.post(self.path, {name: unescape(value) for name, value in fields})

    def sign_in_elsewhere(self):
        self.browser.force_login(self.omar.user)
        self.browser.cookies.pop("csrf", None)  # a sign-in sets a new one

    def test_a_reply_is_one_post_after_signing_in_again(self):
        del self.browser.cookies["session"]
        page = self.browser.post(self.path, self.sent)
        self.assertContains(page, "You have been signed out", status_code=403)
        self.sign_in_elsewhere()
        page = self.press(page)
        self.assertContains(page, "Press the button again", status_code=403)
        assert self.press(page).status_code == 303
        assert self.press(page).status_code == 303  # pressed twice
        assert Post.objects.filter(text=TEXT).count() == 1

    def test_a_form_from_before_the_sign_in_asks_again(self):
        self.sign_in_elsewhere()
        page = self.browser.post(self.path, self.sent)
        self.assertContains(page, "Press the button again", status_code=403)
        assert self.press(page).status_code == 303

    def test_other_websites_cannot_fill_the_page(self):
        for site in ("cross-site", "same-site", "none", ""):
            self.browser.defaults["HTTP_SEC_FETCH_SITE"] = site
            page = self.browser.post(self.path, {**self.sent, "csrfmiddlewaretoken": "x" * 64})
            self.assertNotContains(page, TEXT, status_code=403)
