"""`manage.py set_host` brings a site back whose host was set wrongly."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from tests.base import SiteTestCase


class SetHostTestCase(SiteTestCase):
    def set_host(self, slug, host):
        said = StringIO()
        call_command("set_host", slug, host, stdout=said)
        directory.clear()
        return said.getvalue()

    def test_locked_out_site_answers_again(self):
        Brand.objects.filter(pk=self.brand.pk).update(host="www.contactatonce.co")
        directory.clear()
        assert self.client.get("/healthy/").status_code == 421
        assert "Contact At Once!" in self.set_host("contactatonce", "www.contactatonce.com")
        assert self.client.get("/healthy/").status_code == 404

    def test_row_that_fails_a_newer_rule_is_rescued(self):
        Brand.objects.filter(pk=self.brand.pk).update(accent="#ffffff", mail_from="", host="x.test")
        assert "answers on" in self.set_host("contactatonce", "www.contactatonce.com")
        assert Brand.objects.get(pk=self.brand.pk).host == "www.contactatonce.com"

    def test_site_without_the_sign_in_is_warned_of(self):
        for host, warned in (("www.example.com", True), ("www.contactatonce.com", False)):
            said = StringIO()
            call_command("set_host", "contactatonce", host, stdout=StringIO(), stderr=said)
            assert ("No site has the host of SIGN_IN_ORIGIN" in said.getvalue()) is warned

    def test_unknown_site_is_named_with_the_known_ones(self):
        with pytest.raises(CommandError, match="The sites are: contactatonce, "):
            self.set_host("nowhere", "www.example.com")

    def test_host_of_another_site_is_refused(self):
        for host in ("www.apartmentchat.com", "apartmentchat.com", "https://x.example/"):
            with pytest.raises(CommandError):
                self.set_host("contactatonce", host)

    @override_settings(ALLOWED_HOSTS=["www.contactatonce.com"])
    def test_host_outside_allowed_hosts_is_refused(self):
        with pytest.raises(CommandError, match="not in ALLOWED_HOSTS"):
            self.set_host("contactatonce", "www.example.com")
