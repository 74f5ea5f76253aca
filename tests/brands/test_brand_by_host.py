"""The host decides which site answers (P01)."""

import pytest
from django.test import Client, override_settings

from contactatonce.brands.directory import directory
from contactatonce.brands.middleware import host_of
from tests.base import SITES, SiteTestCase

UNKNOWN = [
    "evil.example.net",
    "www.contactatonce.com.evil.example",
    "evil.example, www.contactatonce.com",
    "www.contactatonce.com evil",
    "www.contactatonce.com\x00",
    "www.contactatonce.com:",
    "www.contactatonce.com:80:80",
    "www.contactatonce.com@evil.example",
    "..",
    ".",
    ":",
    ":80",
    "",
    "[::1]",
    "[::1]:8000",
    "[",
    "127.0.0.1:8000",
    "localhost",
    "contactatonce.localhost",
    "<script>alert(1)</script>",
    "\xe4\xf6\xfc.example",
    "x" * 70_000,
]


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("www.contactatonce.com", "www.contactatonce.com"),
        ("WWW.ContactAtOnce.com:8000", "www.contactatonce.com"),
        ("www.contactatonce.com.:443", "www.contactatonce.com."),
        ("[::1]:8000", "[::1]"),
        ("[::1]", "[::1]"),
        ("a:b", "a:b"),
        ("", ""),
    ],
)
def test_port_is_not_part_of_the_host(header, host):
    assert host_of(header) == host


class BrandByHostTestCase(SiteTestCase):
    def setUp(self) -> None:
        super().setUp()
        directory.get()

    def test_each_host_shows_its_site(self):
        for site in SITES:
            host, name = site["host"], site["name"]
            for spelling in (host, host.upper(), f"{host}:443"):
                with self.subTest(spelling):
                    response = self.client.get("/", headers={"host": spelling})
                    self.assertContains(response, name)

    def test_alias_redirects_with_path_and_query(self):
        for host in (
            "contactatonce.com",
            "CONTACTATONCE.COM:8000",
            "contactatonce.com.",
            "www.contactatonce.com.",
            "www.contactatonce.com.:443",
        ):
            for path in ("/contact/?a=1&b=%20", "/a%20b/%C3%A4?x", "/"):
                with self.subTest(host + path), self.assertNumQueries(0):
                    response = self.client.get(path, headers={"host": host})
                    self.assertEqual(response.status_code, 301)
                    self.assertEqual(response["Location"], f"https://www.contactatonce.com{path}")
                    self.assertFalse(response.cookies)

    def test_path_like_a_host_leads_nowhere_else(self):
        response = self.client.get(
            "/", PATH_INFO="//evil.example/", headers={"host": "contactatonce.com"}
        )
        self.assertEqual(response["Location"], "https://www.contactatonce.com//evil.example/")

    def test_form_sent_to_an_alias_keeps_method_and_body(self):
        response = self.client.post("/contact/", headers={"host": "contactatonce.com"})
        self.assertEqual(response.status_code, 308)
        self.assertEqual(response["Location"], "https://www.contactatonce.com/contact/")

    def test_query_too_long_to_redirect_is_a_bad_request(self):
        response = self.client.get(f"/?{'a' * 20_000}", headers={"host": "contactatonce.com"})
        self.assertEqual(response.status_code, 400)

    def test_unknown_host_gets_421_and_no_reflection(self):
        seen = set()
        for host in UNKNOWN:
            for method in (self.client.get, self.client.post, self.client.head):
                with self.subTest(host[:60]), self.assertNumQueries(0):
                    response = method("/admin/?next=evil", headers={"host": host})
                    self.assertEqual(response.status_code, 421)
                    self.assertFalse(response.cookies)
                    seen.add(response.content)
                    self.assertFalse({"Location", "Vary", "Set-Cookie"} & set(response.headers))
        [empty, page] = sorted(seen)  # the same for everybody; a HEAD has no body
        self.assertEqual(empty, b"")
        self.assertIn(b"There is no website here", page)

    def test_missing_host_gets_421(self):
        response = Client().get("/", SERVER_NAME="www.contactatonce.com")
        self.assertEqual(response.status_code, 421)

    def test_second_request_reads_no_site(self):
        self.client.get("/")
        with self.assertNumQueries(0):
            directory.get()
            self.client.get("/", headers={"host": "evil.example"})

    @override_settings(LOCAL_PORT=8123)
    def test_development_answers_on_localhost(self):
        directory.clear()
        for host, name in (
            ("autodealerchat.localhost:8123", "Auto Dealer Chat"),
            ("localhost:8123", "Contact At Once!"),
            ("127.0.0.1:8123", "Contact At Once!"),
        ):
            self.assertContains(self.client.get("/", headers={"host": host}), name)
        response = self.client.get("/x", headers={"host": "autodealerchat.com"})
        self.assertEqual(response["Location"], "http://autodealerchat.localhost:8123/x")
