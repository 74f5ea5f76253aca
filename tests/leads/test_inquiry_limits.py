"""Rate limits count submissions per /24 and /64; a broken counter blocks no one."""

from unittest.mock import patch

from django.core.cache import cache
from django.db import OperationalError
from django.test import override_settings

from leads.models import Inquiry

from .base import ANSWERS, InquiryTestCase, fields_of


@override_settings(INQUIRY_RATE="3/10m")
class LimitTestCase(InquiryTestCase):
    def test_rate_limit_page_keeps_text_and_token(self):
        self.fill("198.51.100.7")
        fields = {**self.open_form(), **ANSWERS}
        response = self.send_from("198.51.100.7", fields)
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 600
        self.assertContains(response, "Too many messages came from your network", status_code=429)
        shown = fields_of(response)
        assert shown == fields
        assert Inquiry.objects.count() == 3

    def test_ipv4_addresses_are_counted_per_24(self):
        self.fill("198.51.100.7")
        assert self.send_from("198.51.100.200").status_code == 429
        assert self.send_from("198.51.101.7").status_code == 303

    def test_ipv6_addresses_are_counted_per_64(self):
        self.fill("2001:db8:1:2::7")
        assert self.send_from("2001:db8:1:2:ffff::1").status_code == 429
        assert self.send_from("2001:db8:1:3::7").status_code == 303

    def test_mapped_ipv4_address_counts_as_ipv4(self):
        self.fill("198.51.100.7")
        assert self.send_from("::ffff:198.51.100.9").status_code == 429

    def test_forwarded_header_is_ignored_without_a_proxy(self):
        self.fill("198.51.100.7")
        response = self.send_from("198.51.100.7", forwarded="203.0.113.9")
        assert response.status_code == 429

    @override_settings(TRUSTED_PROXIES=1)
    def test_only_the_proxys_own_hop_counts(self):
        for number in range(3):
            self.send_from("10.0.0.1", forwarded=f"192.0.2.{number}, 203.0.113.9")
        response = self.send_from("10.0.0.1", forwarded="192.0.2.99, 203.0.113.9")
        assert response.status_code == 429
        assert self.send_from("10.0.0.1", forwarded="203.0.113.9, 192.0.2.4").status_code == 303

    def test_get_requests_are_not_counted(self):
        for _ in range(10):
            assert self.client.get("/contact/", REMOTE_ADDR="198.51.100.7").status_code == 200
        assert self.send_from("198.51.100.7").status_code == 303

    def test_broken_counter_blocks_no_one(self):
        with patch.object(type(cache._connections["default"]), "add", side_effect=OperationalError):
            assert self.send_from("198.51.100.7").status_code == 303

    def fill(self, address: str) -> None:
        for _ in range(3):
            assert self.send_from(address).status_code == 303

    def send_from(self, address: str, fields=None, *, forwarded: str = ""):
        self.client.defaults["REMOTE_ADDR"] = address
        return self.send(fields, headers={"x-forwarded-for": forwarded} if forwarded else None)


class OfficeTestCase(InquiryTestCase):
    def test_thirty_people_behind_one_ip_address_all_get_through(self):
        fields = self.open_form()
        self.client.defaults["REMOTE_ADDR"] = "198.51.100.7"
        for _ in range(30):
            assert self.send({**fields, "email": "nobody"}).status_code == 422
            assert self.send({**self.open_form(), **ANSWERS}).status_code == 303
