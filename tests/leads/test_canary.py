"""Canaries go through a form over HTTP and leave nothing behind."""

from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django_tasks_db.models import DBTaskResult

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from contactatonce.jobs import health
from contactatonce.lib.timed_cache import TimedCache
from leads import canary, spool
from leads.models import Event, Inquiry, InquiryForm, Lead
from leads.services.capture import capture
from tests import factories
from tests.test_public_forms import failing

from .base import ANSWERS, BROWSER, InquiryTestCase


class CanaryTestCase(InquiryTestCase):
    def setUp(self):
        super().setUp()
        cache.clear()
        self.enterContext(mock.patch.object(canary, "request", self.request))

    def request(self, form, path, fields=None):
        """Send a request to the application of this process in place of the network."""
        client = Client(enforce_csrf_checks=True, headers=BROWSER, HTTP_HOST=form.brand.host)
        answer = client.get(path) if fields is None else client.post(path, fields)
        return canary.Answer(path, answer.status_code, list(answer.items()), answer.content)

    def sing(self):
        with override_settings(CANARY_ORIGIN="https://{host}"):
            canary.send_canaries()
        return health.read_status()["canary"]

    def test_a_canary_leaves_nothing_behind(self):
        with mock.patch.object(canary, "capture", wraps=capture) as captured:
            assert self.sing()
        assert captured.call_count == InquiryForm.objects.filter(is_open=True).count() == 1
        for model in (Inquiry, Lead, Event, DBTaskResult):
            assert not model.objects.exists()

    def test_a_form_that_cannot_be_reached_raises_the_alarm_until_it_can(self):
        with mock.patch.object(canary, "request", side_effect=ConnectionRefusedError):
            assert not self.sing()
        assert self.sing()

    def test_a_database_that_is_away_raises_the_alarm_and_spools_no_canary(self):
        self.open_form()
        form = self.form
        fields = canary.fields_for(form, "proof@promise.example.com")
        fields[canary.FIELD] = canary.signer.sign(fields["form_token"])
        with connection.execute_wrapper(failing(lambda sql: True)):
            assert self.client.post(self.action, fields).status_code == 503
        assert spool.waiting() == []

    def test_an_inquiry_that_misses_the_queue_raises_the_alarm(self):
        with mock.patch("leads.services.capture.tasks"):
            assert not self.sing()

    def test_a_visitor_cannot_send_a_canary(self):
        fields = {**self.open_form(), **ANSWERS}
        for forged in ("x", canary.signer.sign("another"), fields["form_token"]):
            assert not canary.is_canary({**fields, canary.FIELD: forged})
        self.send(fields, **{canary.FIELD: canary.signer.sign("another")})
        assert Inquiry.objects.count() == 1

    def test_nothing_is_sent_without_an_origin(self):
        with mock.patch.object(canary, "request", side_effect=AssertionError):
            canary.send_canaries()


@pytest.mark.django_db(transaction=True)
def test_a_canary_goes_over_http(live_server, settings):
    home = urlsplit(live_server.url)
    load_sites()
    brand = Brand.objects.order_by("position").first()
    Brand.objects.filter(pk=brand.pk).update(host=home.hostname)
    form = factories.create_form(brand=brand)
    form.brand.host = home.netloc
    TimedCache.clear_all()
    settings.CANARY_ORIGIN = live_server.url
    assert canary.is_received(form)
    assert not Inquiry.objects.exists()
