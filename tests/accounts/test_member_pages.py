"""Pages for members enter no page cache, anonymous pages stay in it, and the admin is closed."""

from django.test import override_settings

from contactatonce.lib.page_cache import pages
from tests import factories
from tests.base import HOSTS, StaffTestCase
from tests.test_url_roles import routes
from tests.url_table import PAGES

OWN = ("/accounts/", "/accounts/sessions/", "/accounts/email/", "/accounts/2fa/")


class MemberPagesTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.mia = factories.create_member("mia@example.com", "Mia")

    def setUp(self) -> None:
        super().setUp()
        pages.clear()
        self.addCleanup(pages.clear)
        self.client.force_login(self.mia)

    @override_settings(PAGE_CACHE_SECONDS=60)
    def test_pages_of_a_member_are_not_cached(self):
        for host in HOSTS:
            for path in ("/", "/search/", *OWN):
                self.client.get(path, headers={"host": host})
        assert not pages._pages

    def test_own_pages_forbid_all_caches(self):
        for path in OWN:
            assert "no-store" in self.client.get(path)["Cache-Control"], path

    @override_settings(PAGE_CACHE_SECONDS=60)
    def test_visitors_pages_stay_cached_while_a_member_is_signed_in(self):
        for host in HOSTS:
            reader = {"headers": {"host": host}}
            visitor = self.client_class()
            first = visitor.get("/search/", **reader)
            self.client.get("/search/", **reader)
            with self.assertNumQueries(0):
                assert visitor.get("/search/", **reader).content == first.content
            assert not first.cookies
            assert "Cookie" not in first.get("Vary", "")

    def test_no_page_of_the_admin_opens_for_a_member(self):
        for host in (self.host, "www.apartmentchat.com"):
            self.client.defaults["HTTP_HOST"] = host
            for route in routes():
                if not route.startswith("admin/") or route not in PAGES:
                    continue
                url = PAGES[route].url.replace("{row}", "1")
                for method in (self.client.get, self.client.post):
                    with self.subTest(f"{host} {url}"):
                        assert method(url).status_code in {302, 403}
