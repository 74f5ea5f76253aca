"""Embedded forms: only for the hosts that the site lists, with all the usual rules."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import override_settings

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand, bare_hosts
from contactatonce.lib import form_tokens
from leads.models import Inquiry
from tests import factories
from tests.base import SiteTestCase

ACTION = re.compile(r'<form[^>]+action="([^"]+)"')


class EmbeddedFormTestCase(SiteTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.form = factories.create_form(brand=self.brand)
        self.list_hosts("www.dealer.example.com\nshop.example.com")

    def list_hosts(self, text: str) -> None:
        Brand.objects.filter(pk=self.brand.pk).update(embedding_hosts=text)
        directory.clear()

    def send(self, **answers: str):
        sent = {
            "form_token": form_tokens.mint(self.form.scope),
            "page": "/embed/contact/",
            "email": "nora@example.com",
            "message": "Please show me the chat.",
        }
        headers = {"sec-fetch-site": "same-origin", "user-agent": "Test", "accept": "*/*"}
        return self.client.post("/embed/contact/", {**sent, **answers}, headers=headers)

    def assert_framed_by_the_listed_alone(self, response) -> None:
        policy = response["Content-Security-Policy"]
        self.assertIn(
            "frame-ancestors https://www.dealer.example.com https://shop.example.com", policy
        )
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("X-Frame-Options", response)
        self.assertEqual(response["X-Robots-Tag"], "noindex")
        self.assertFalse(response.cookies)

    def test_the_listed_hosts_may_frame_the_form(self):
        response = self.client.get("/embed/contact/")
        self.assert_framed_by_the_listed_alone(response)
        self.assertEqual(ACTION.findall(response.content.decode()), ["/embed/contact/"])

    def test_no_other_page_can_be_framed(self):
        for path in ("/", "/contact/", "/contact/contact/", "/privacy/", "/no/such/page/"):
            response = self.client.get(path)
            self.assertEqual(response["X-Frame-Options"], "DENY", path)
            self.assertIn("frame-ancestors 'none'", response["Content-Security-Policy"], path)

    def test_site_without_frame_hosts_has_no_embedded_form(self):
        self.list_hosts("")
        self.assertEqual(self.client.get("/embed/contact/").status_code, 404)
        self.assertEqual(self.send().status_code, 404)
        self.assertEqual(Inquiry.objects.count(), 0)

    def test_frame_hosts_apply_to_their_own_site_only(self):
        other = {"host": "www.autodealerchat.com"}
        self.assertEqual(self.client.get("/embed/contact/", headers=other).status_code, 404)

    def test_embedded_inquiry_is_stored_with_receipt_in_the_frame(self):
        response = self.send()
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response["Location"].startswith("/embed/received/"))
        inquiry = Inquiry.objects.get()
        self.assertEqual(inquiry.page, "/embed/contact/")
        receipt = self.client.get(response["Location"])
        self.assertContains(receipt, inquiry.reference)
        self.assert_framed_by_the_listed_alone(receipt)

    def test_error_in_the_frame_keeps_the_text(self):
        response = self.send(email="")
        self.assertContains(response, "Please show me the chat.", status_code=422)
        self.assert_framed_by_the_listed_alone(response)

    def test_other_hosts_cannot_submit_the_embedded_form(self):
        sent = {"email": "a@example.com", "message": "x", "page": "/embed/contact/"}
        headers = {"sec-fetch-site": "cross-site"}
        response = self.client.post("/embed/contact/", sent, headers=headers)
        self.assertEqual(response.status_code, 403)
        self.assertEqual(Inquiry.objects.count(), 0)

    def test_cached_page_keeps_its_frame_policy(self):
        with override_settings(PAGE_CACHE_SECONDS=60):
            for _ in range(2):
                self.assert_framed_by_the_listed_alone(self.client.get("/embed/contact/"))


def test_frame_hosts_must_be_bare_host_names():
    bare_hosts("www.example.com\nshop.example.com\n")
    for wrong in ("*", "https://www.example.com", "*.example.com", "a.example.com; script-src *"):
        try:
            bare_hosts(wrong)
        except ValidationError:
            continue
        raise AssertionError(f"{wrong} was taken")


def test_frame_hosts_need_https_in_production_only():
    brand = Brand(embedding_hosts="a.example.com")
    assert settings.LOCAL_PORT is None
    assert brand.frame_ancestors == ["https://a.example.com"]
    with override_settings(LOCAL_PORT=8000):
        assert brand.frame_ancestors == ["http://a.example.com:*"]
