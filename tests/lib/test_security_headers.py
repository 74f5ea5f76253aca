"""Each page restricts the browser by its headers."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.test import Client, RequestFactory, SimpleTestCase

from contactatonce.lib.middleware import outermost
from tests import factories
from tests.base import SiteTestCase

PRODUCTION = """
import django; django.setup()
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
answer = SecurityMiddleware(lambda request: HttpResponse())
for secure in (True, False):
    request = RequestFactory().get("/a?b", secure=secure, headers={"host": "www.example.com"})
    response = answer(request)
    print(response.status_code, response.get("Location"), response.get("Strict-Transport-Security"))
"""


class HeadersTestCase(SiteTestCase):
    def setUp(self) -> None:
        super().setUp()
        factories.create_form(brand=self.brand)

    def test_pages_errors_and_redirects_carry_every_header(self):
        home, alias = "www.contactatonce.com", "contactatonce.com"
        for host, path, status in (
            (home, "/", 200),
            (home, "/contact/", 200),
            (home, "/no/such/page/", 404),
            (alias, "/", 301),
            ("evil.example.net", "/", 421),
        ):
            with self.subTest(host + path):
                response = self.client.get(path, headers={"host": host})
                self.assertEqual(response.status_code, status)
                self.assertEqual(response["X-Content-Type-Options"], "nosniff")
                self.assertEqual(response["X-Frame-Options"], "DENY")
                self.assertEqual(response["Cross-Origin-Opener-Policy"], "same-origin")
                self.assertEqual(response["Referrer-Policy"], "strict-origin-when-cross-origin")
                for feature in ("camera", "geolocation", "browsing-topics"):
                    self.assertIn(f"{feature}=()", response["Permissions-Policy"])
                self.check_policy(response["Content-Security-Policy"])

    def test_head_without_content_claims_no_length(self):
        for answer in (HttpResponseNotModified(), HttpResponse(status=204)):
            found = outermost(lambda request, answer=answer: answer)(RequestFactory().head("/"))
            self.assertNotIn("Content-Length", found.headers)
        found = outermost(lambda request: HttpResponse("four"))(RequestFactory().head("/"))
        self.assertEqual((found["Content-Length"], found.content), ("4", b""))

    def test_an_alias_has_browsers_ask_by_https_from_then_on(self):
        with self.settings(SECURE_HSTS_SECONDS=60):
            client = Client(headers={"host": "contactatonce.com"})
            response = client.get("/", secure=True)
        self.assertEqual(response.status_code, 301)
        self.assertEqual(response["Strict-Transport-Security"], "max-age=60")

    def check_policy(self, header: str) -> None:
        policy = {
            name: values for name, *values in (part.split() for part in header.split(";") if part)
        }
        self.assertEqual(policy["default-src"], ["'none'"])
        self.assertEqual(policy["script-src"], ["'self'"])
        self.assertEqual(policy["style-src"], ["'self'"])
        self.assertEqual(policy["frame-ancestors"], ["'none'"])
        self.assertEqual(policy["base-uri"], ["'none'"])
        for values in policy.values():
            self.assertFalse({"*", "https:", "http:", "blob:"} & set(values))
            self.assertNotIn("unsafe", " ".join(values))


class ServerHeadersTestCase(SimpleTestCase):
    def test_static_files_are_what_they_say(self):
        for path in ("/static/css/site.css", "/static/admin/css/base.css"):
            response = self.client.get(path)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response["X-Content-Type-Options"], "nosniff")
            response.getvalue()  # which closes the file

    def test_production_speaks_https_only_and_says_so_for_two_years(self):
        ran = subprocess.run(
            [sys.executable, "-c", PRODUCTION],
            cwd=Path(settings.BASE_DIR),
            env=os.environ | {"ENVIRONMENT": "production", "ALLOWED_HOSTS": "www.example.com"},
            capture_output=True,
            text=True,
        )
        secure, plain = ran.stdout.splitlines()
        self.assertEqual(secure, "200 None max-age=63072000; includeSubDomains; preload")
        self.assertEqual(plain, "301 https://www.example.com/a?b None")
