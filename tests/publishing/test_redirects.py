"""Old URLs redirect in one step or answer 410; nothing redirects to other sites."""

from datetime import date
from unittest import mock

import time_machine
from django.db import OperationalError

from contactatonce.brands.models import Brand
from publishing import addresses, middleware, redirects
from publishing.models import Redirect
from tests.base import SiteTestCase


class RedirectTestCase(SiteTestCase):
    host = "www.autodealerchat.com"

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(mock.patch.object(middleware, "hits", middleware.Hits()))

    def location(self, path: str) -> str:
        response = self.client.get(path)
        self.assertEqual(response.status_code, 301, path)
        return response["Location"]

    def status(self, path: str, **more) -> int:
        return self.client.get(path, **more).status_code


class OldAddressTestCase(RedirectTestCase):
    def test_an_old_address_leads_to_the_new_one_with_the_query(self):
        redirects.moved(brand=self.brand, old="/old/", new="/new/")
        self.assertEqual(self.location("/old/"), "/new/")
        self.assertEqual(self.location("/old/?utm_source=x&q=1"), "/new/?utm_source=x&q=1")
        redirects.moved(brand=self.brand, old="/found/", new="/new/?a=b#part")
        self.assertEqual(self.location("/found/?c=d"), "/new/?a=b&c=d#part")

    def test_case_encoding_and_a_slash_at_the_end_make_no_difference(self):
        redirects.moved(brand=self.brand, old="/Café/Menu", new="/new/")
        for path in ("/café/menu/", "/CAF%C3%89/menu", "/Caf%C3%A9/MENU/"):
            self.assertEqual(self.location(path), "/new/", path)

    def test_what_is_gone_says_so(self):
        redirects.gone(brand=self.brand, old="/old/")
        response = self.client.get("/old/")
        self.assertContains(response, "This page was taken away", status_code=410)
        self.assertContains(response, "Auto Dealer Chat", status_code=410)

    def test_an_address_of_one_site_is_nothing_on_another(self):
        redirects.moved(brand=self.brand, old="/old/", new="/new/")
        self.assertEqual(self.status("/old/", headers={"host": "www.apartmentchat.com"}), 404)

    def test_a_page_that_stands_is_shown_whatever_a_redirect_says(self):
        redirects.moved(brand=self.brand, old="/search/", new="/new/")
        self.assertEqual(self.status("/search/"), 200)

    def test_only_reading_is_led_on(self):
        redirects.moved(brand=self.brand, old="/old/", new="/new/")
        self.assertEqual(self.client.head("/old/").status_code, 301)
        self.assertIn(self.client.post("/old/").status_code, {404, 405})

    def test_a_browser_does_not_keep_a_mistake_for_ever(self):
        redirects.moved(brand=self.brand, old="/old/", new="/new/")
        self.assertEqual(self.client.get("/old/")["Cache-Control"], "max-age=3600")

    def test_odd_addresses_are_404(self):
        for path in ("/a%00b/", f"/{'x' * 600}/", "/%0d%0aSet-Cookie:x/", "/%ff/"):
            self.assertEqual(self.status(path), 404, path)

    def test_a_404_costs_two_queries_at_most(self):
        self.client.get("/nothing/")
        with self.assertNumQueries(2):  # no page, no redirect
            self.client.get("/nothing/")


class ChainTestCase(RedirectTestCase):
    def test_five_moves_are_one_step(self):
        for number in range(5):
            redirects.moved(brand=self.brand, old=f"/name-{number}/", new=f"/name-{number + 1}/")
        for number in range(5):
            self.assertEqual(self.location(f"/name-{number}/"), "/name-5/")

    def test_what_came_from_another_of_our_sites_gets_there_in_one_step(self):
        guest = Brand.objects.get(slug="contactatonce")
        home = f"https://{self.host}"
        redirects.moved(brand=guest, old="/a/", new=f"{home}/a/")
        redirects.moved(brand=guest, old="/odd/", new=f"{home}//a/")
        redirects.moved(brand=self.brand, old="/a/", new="/b/")
        there = {"host": guest.host}
        self.assertEqual(self.client.get("/a/", headers=there)["Location"], f"{home}/b/")
        self.assertEqual(self.client.get("/odd/", headers=there)["Location"], f"{home}//a/")
        redirects.moved(brand=self.brand, old="/whole/", new=f"{home}/b/")
        redirects.moved(brand=self.brand, old="/b/", new="https://example.com/c/")
        self.assertEqual(
            self.client.get("/a/", headers=there)["Location"], "https://example.com/c/"
        )
        self.assertEqual(self.location("/whole/"), "https://example.com/c/")
        redirects.moved(brand=guest, old="/d/", new=f"{home}/d/")
        redirects.gone(brand=self.brand, old="/d/")
        self.assertEqual(self.status("/d/", headers=there), 410)

    def test_moving_to_another_of_our_sites_and_back_makes_no_loop(self):
        other = Brand.objects.get(slug="apartmentchat")
        redirects.moved(brand=other, old="/a/", new=f"https://{self.host}/b/")
        redirects.moved(brand=other, old="/c/", new=f"https://{self.host}/b/")
        redirects.moved(brand=self.brand, old="/b/", new=f"https://{other.host}/A?d=e")
        there = {"host": other.host}
        self.assertEqual(self.status("/a/", headers=there), 404)  # its current URL
        for address in (
            self.location("/b/"),
            self.client.get("/c/", headers=there)["Location"],
        ):
            self.assertEqual(address, f"https://{other.host}/A?d=e")

    def test_what_would_be_too_long_from_another_site_takes_two_steps(self):
        other = Brand.objects.get(slug="apartmentchat")
        here, long = f"https://{self.host}/b/", f"/{'n' * 490}/"
        redirects.moved(brand=other, old="/a/", new=here)
        redirects.moved(brand=self.brand, old="/b/", new=long)
        self.assertEqual(self.client.get("/a/", headers={"host": other.host})["Location"], here)
        self.assertEqual(self.location("/b/"), long)

    def test_moving_back_and_forth_makes_no_loop(self):
        redirects.moved(brand=self.brand, old="/a/", new="/b/")
        redirects.moved(brand=self.brand, old="/b/", new="/a/")
        self.assertEqual(self.location("/b/"), "/a/")
        self.assertEqual(self.status("/a/"), 404)

    def test_what_led_to_a_page_that_is_taken_away_is_gone_with_it(self):
        redirects.moved(brand=self.brand, old="/a/", new="/B/?x=1")
        redirects.gone(brand=self.brand, old="/b/")
        self.assertEqual((self.status("/a/"), self.status("/b/")), (410, 410))

    def test_nothing_leads_to_itself(self):
        for new in ("/old/", "/OLD", "/old/?a=1", "/old#b"):
            with self.assertRaises(redirects.Loop):
                redirects.moved(brand=self.brand, old="/old/", new=new)
        self.assertFalse(Redirect.objects.exists())

    def test_other_sites_are_left_alone(self):
        other = Brand.objects.get(host="www.apartmentchat.com")
        redirects.moved(brand=other, old="/a/", new="/b/")
        redirects.gone(brand=self.brand, old="/b/")
        self.assertEqual(Redirect.objects.get(brand=other).target, "/b/")

    def test_a_page_that_stands_again_is_led_away_from_no_more(self):
        redirects.gone(brand=self.brand, old="/a/")
        redirects.restored(brand=self.brand, path="/a/")
        self.assertEqual(self.status("/a/"), 404)


class AddressTestCase(RedirectTestCase):
    def test_nothing_leads_out_but_a_plain_https_address(self):
        for bad in (
            "//evil.example/",
            "/\\evil.example",
            "\\\\evil.example",
            "http://evil.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example/",
            "https:evil.example",
            "https://user@evil.example/",
            "https://a:b@evil.example/",
            "https://",
            "https:///x",
            "https://a.example:8080/",
            "new/",
            "/a b/",
            "/a\r\nSet-Cookie: x",
            "/a\tb",
            "/\0",
            "https://[::1",
            "https://localhost/",
            "https://a.example/<x>",
            "/" + "x" * 500,
        ):
            with self.subTest(bad), self.assertRaises(ValueError):
                redirects.moved(brand=self.brand, old="/old/", new=bad)
        redirects.moved(brand=self.brand, old="/old/", new="https://www.example.com/a?b#c")
        self.assertEqual(self.location("/old/?d=e"), "https://www.example.com/a?b&d=e#c")

    def test_what_a_visitor_writes_never_names_the_host(self):
        redirects.moved(brand=self.brand, old="/old/", new="/new/")
        for path in ("//evil.example/old/", "/old//evil.example/", "/old/%2F%2Fevil.example/"):
            self.assertEqual(self.status("/", PATH_INFO=path), 404, path)
        self.assertEqual(self.location("/old/?//evil.example/"), "/new/?//evil.example/")

    def test_an_old_address_is_a_path_alone(self):
        for bad in ("", "old/", "//old/", "https://a.example/", "/old/?a=1", "/old#b", "/%00"):
            with self.subTest(bad), self.assertRaises(ValueError):
                addresses.old_path(bad)
        self.assertEqual(addresses.old_path("/"), "/")


class HitTestCase(RedirectTestCase):
    def setUp(self) -> None:
        super().setUp()
        redirects.moved(brand=self.brand, old="/old/", new="/new/")

    def hits(self) -> int:
        return Redirect.objects.get().hits

    def test_uses_are_counted_by_day_and_written_once_a_minute(self):
        clock = self.enterContext(mock.patch.object(middleware, "time"))
        clock.monotonic.return_value = 1000.0
        with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
            self.client.get("/old/")  # after a quiet minute: at once
            self.assertEqual(self.hits(), 1)
            for _ in range(3):
                with self.assertNumQueries(2):  # no page, a redirect
                    self.client.get("/old/")
            self.assertEqual(self.hits(), 1)
            clock.monotonic.return_value += 61
            self.client.get("/old/")
        self.assertEqual(self.hits(), 5)
        self.assertEqual(Redirect.objects.get().last_hit_on, date(2026, 11, 23))

    def test_a_look_at_the_headers_is_no_use(self):
        self.client.head("/old/")
        middleware.hits.flush()
        self.assertEqual(self.hits(), 0)

    def test_what_cannot_be_written_is_written_later_and_nobody_waits_for_it(self):
        with mock.patch.object(Redirect.objects, "filter", side_effect=OperationalError):
            middleware.hits.add(Redirect.objects.get().pk)
        middleware.hits.flush()
        self.assertEqual(self.hits(), 1)
