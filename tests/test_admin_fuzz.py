"""No admin URL answers 500, whatever its key, its parameters and the fields of its forms say.

The suite sends a sample that is the same in each run; `make soak` sends everything.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from http.cookies import SimpleCookie

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import override_settings

from tests.admin_requests import Sent, base_of, changed, on_page, to_keys, to_lists
from tests.base import confirm_access
from tests.every_row import EveryRowTestCase
from tests.url_table import ADMIN_PAGES, PAGES


@override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=36_000)  # the walk may take long
class AdminFuzzTestCase(EveryRowTestCase):
    """A superuser, who may open every page."""

    def setUp(self) -> None:
        super().setUp()
        type(self.adam).objects.filter(pk=self.adam.pk).update(is_superuser=True)
        self.client.force_login(self.adam)
        confirm_access(self.client)
        self.client.raise_request_exception = False
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.statuses: Counter[int] = Counter()

    def tearDown(self) -> None:
        super().tearDown()
        assert self.statuses[200], "a signed-out client would get redirects alone"

    def urls(self) -> Iterator[str]:
        """Yield the URL of each page of the admin, with a row that exists."""
        yield from (page.url for page in PAGES.values() if page.url.startswith("/admin/"))
        for model in admin.site._registry:
            base, row = base_of(model), self.row(model)
            yield from (base, f"{base}add/")
            yield from (f"{base}{row}/{page}/" for page in ("change", "history", "delete"))
            for route, page in ADMIN_PAGES.items():
                if route.startswith(base.removeprefix("/")):
                    yield page.url.format(row=row)

    def offered(self, urls: Iterable[str]) -> list[Sent]:
        """Return each kind of request that a form or link of these pages sends."""
        found: dict[object, Sent] = {}
        for url in urls:
            page = self.client.get(url)
            if page["Content-Type"].startswith("text/html"):
                for sent in on_page(url, page.text):
                    found.setdefault(sent.kind, sent)
        return list(found.values())

    def fails(self, sent: Sent) -> bool:
        """Tell whether a request is a server error; undo what it did."""
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = getattr(self.client, sent.method)(sent.url, sent.fields)
            transaction.set_rollback(True)
        self.statuses[response.status_code] += 1
        return response.status_code >= 500

    def failures(self, requests: Iterable[Sent]) -> list[Sent]:
        return [sent for sent in requests if self.fails(sent)]

    def test_no_hostile_request_of_a_sample_is_a_server_error(self) -> None:
        draw = random.Random(11)
        shown = self.offered(draw.sample(list(self.urls()), 10))
        fields = [sent for each in shown for sent in changed(each)]
        for requests in (list(to_lists()), list(to_keys()), fields):
            assert self.failures(draw.sample(requests, 40)) == []

    @pytest.mark.slow
    def test_no_hostile_parameter_is_a_server_error(self) -> None:
        assert self.failures(to_lists()) == []

    @pytest.mark.slow
    def test_no_hostile_key_is_a_server_error(self) -> None:
        assert self.failures(to_keys()) == []

    @pytest.mark.slow
    def test_no_hostile_field_is_a_server_error(self) -> None:
        shown = self.offered(self.urls())
        assert self.failures(sent for each in shown for sent in changed(each)) == []
