"""Admin forms survive a session timeout; no other website can use that page."""

import re
from html import unescape

from blog.models import Post
from tests.publishing.base import EditingTestCase, fields_of

LOST = "Please send that again"


class InterruptedTestCase(EditingTestCase):
    def setUp(self):
        super().setUp()
        self.browser = self.client_class(
            enforce_csrf_checks=True,
            HTTP_HOST="www.contactatonce.com",
            HTTP_SEC_FETCH_SITE="same-origin",
        )
        self.sign_in()
        self.form = self.token_in(self.browser.get(self.url))

    def sign_in(self):
        self.browser.force_login(self.bob)
        self.browser.cookies.pop("csrf", None)  # a sign-in sets a new one

    def token_in(self, page):
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        return {"csrfmiddlewaretoken": found.group(1)}

    def send(self, **changes):
        data = fields_of(self.post, body='Two\n\n"words" & <more>', **changes)
        return self.browser.post(self.url, {**data, **self.form})

    def send_what_stands_in(self, page):
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(unescape(value))
        return self.browser.post(self.url, data)

    def test_typed_text_is_resubmitted_after_signing_in(self):
        del self.browser.cookies["session"]
        page = self.send(_continue="")
        self.assertContains(page, "You have been signed out", status_code=403)
        assert page.headers["Cache-Control"] == "no-store"
        assert self.refreshed().body == self.post.body
        self.sign_in()
        page = self.send_what_stands_in(page)
        self.assertContains(page, "Press the button again", status_code=403)
        assert self.send_what_stands_in(page).status_code == 302
        assert Post.objects.get().body.replace("\r\n", "\n") == 'Two\n\n"words" & <more>'

    def test_other_websites_cannot_fill_the_page(self):
        for origin in ("cross-site", "same-site", "none", ""):
            self.browser.defaults["HTTP_SEC_FETCH_SITE"] = origin
            self.browser.cookies["csrf"] = "x" * 32
            page = self.send()
            self.assertContains(page, LOST, status_code=403)
            self.assertNotContains(page, "more", status_code=403)

    def test_passwords_are_not_shown_again(self):
        del self.browser.cookies["session"]
        page = self.send(password1="a secret of theirs")
        self.assertNotContains(page, "a secret of theirs", status_code=403)

    def test_empty_form_leads_to_the_sign_in_page(self):
        del self.browser.cookies["session"]
        response = self.browser.post(self.url, self.form)
        assert response["Location"].startswith("/accounts/login/")

    def test_scripts_get_the_usual_answer(self):
        del self.browser.cookies["session"]
        self.browser.defaults["HTTP_ACCEPT"] = "application/json"
        assert self.send()["Location"].startswith("/accounts/login/")
