"""Error pages: in the site's design while the site is known, plain when nothing is sure."""

import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import Client, override_settings
from django.urls import include, path
from django_ratelimit.exceptions import Ratelimited

from contactatonce.brands import directory
from contactatonce.lib.errors import Gone
from contactatonce.urls import handler400, handler403, handler404, handler500
from tests.base import SiteTestCase

RAISED = {
    "400": SuspiciousOperation(),
    "403": PermissionDenied(),
    "404": Http404(),
    "410": Gone(),
    "429": Ratelimited(),
    "500": RuntimeError("a secret"),
    "503": OperationalError("a secret"),
    "interface": InterfaceError("a secret"),
}


def fail(request, kind):
    raise RAISED[kind]


urlpatterns = [path("fail/<kind>/", fail), path("", include("contactatonce.urls"))]
__all__ = ["handler400", "handler403", "handler404", "handler500"]


@override_settings(ROOT_URLCONF=__name__)
class ErrorPageTestCase(SiteTestCase):
    host = "www.autodealerchat.com"

    def setUp(self):
        super().setUp()
        self.client.raise_request_exception = False
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)
        self.client.get("/")

    def failing(self, kind: str):
        return self.client.get(f"/fail/{kind}/")

    def test_each_error_has_its_status_and_its_page(self):
        for kind, heading in (
            ("400", "We could not read that"),
            ("403", "This page is not for everyone"),
            ("404", "There is no such page"),
            ("410", "This page was taken away"),
            ("429", "Please wait a moment"),
            ("500", "Something broke on our side"),
            ("503", "We will be back in a moment"),
        ):
            response = self.failing(kind)
            self.assertContains(response, f"<h1>{heading}</h1>", status_code=int(kind), html=True)
            self.assertContains(response, 'content="noindex"', status_code=int(kind))
            self.assertFalse(response.cookies)

    def test_a_visitors_error_is_told_in_the_sites_own_design(self):
        for kind, queries in (("403", 0), ("404", 1), ("410", 0), ("429", 0)):
            with self.assertNumQueries(queries):  # whether there is a redirect
                response = self.failing(kind)
            self.assertContains(response, "Auto Dealer Chat", status_code=int(kind))
            self.assertContains(response, 'href="/brand/', status_code=int(kind))

    def test_our_own_error_needs_no_database_and_tells_no_secret(self):
        for kind, status in (("500", 500), ("503", 503), ("interface", 503)):
            with self.assertNumQueries(0):
                response = self.failing(kind)
            self.assertEqual(response.status_code, status)
            self.assertNotIn("secret", response.content.decode())
            self.assertNotIn("Auto Dealer Chat", response.content.decode())
            self.assertEqual(response["Cache-Control"], "no-store")

    def test_only_what_passes_says_when_to_come_back(self):
        self.assertEqual(self.failing("503")["Retry-After"], "30")
        self.assertEqual(self.failing("429")["Retry-After"], "60")
        self.assertNotIn("Retry-After", self.failing("500"))

    def test_the_plain_pages_style_is_served_under_the_name_they_know(self):
        self.assertContains(self.failing("500"), 'href="/static/css/site.css"', status_code=500)
        answer = self.client.get("/static/css/site.css")
        self.assertEqual(answer.status_code, 200)
        answer.getvalue()  # which closes the file

    def test_who_finds_nothing_can_search(self):
        for kind in ("404", "410"):
            self.assertContains(self.failing(kind), 'action="/search/"', status_code=int(kind))

    @override_settings(ROOT_URLCONF="contactatonce.urls")
    def test_an_address_of_nothing_is_404_on_the_real_site(self):
        response = self.client.get("/no-such-page/")
        self.assertContains(response, "There is no such page", status_code=404)

    @override_settings(ROOT_URLCONF="contactatonce.urls")
    def test_a_refused_admin_form_says_that_cookies_are_needed(self):
        client = Client(enforce_csrf_checks=True, headers={"host": "www.contactatonce.com"})
        response = client.post("/accounts/login/", {})
        self.assertContains(response, "needs cookies", status_code=403)


STRICT = (
    "Content-Security-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


def test_without_its_database_the_site_says_503(monkeypatch, client):
    def silent():
        raise OperationalError("no connection")

    monkeypatch.setattr(directory.directory, "_read", silent)
    client.raise_request_exception = False
    response = client.get("/", headers={"host": "www.contactatonce.com"})
    assert response.status_code == 503
    assert "We will be back in a moment" in response.content.decode()
    for header in STRICT:
        assert header in response.headers, header


@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_a_page_of_no_site(client):
    directory.directory.clear()
    response = client.get("/", headers={"host": "elsewhere.example.net"})
    assert response.status_code == 421
    assert "<h1>There is no website here</h1>" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
