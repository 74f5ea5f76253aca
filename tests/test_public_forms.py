"""Every public form gives the same answer to the same kind of failure, and loses no word."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from unittest import mock

import html5lib
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from contactatonce.lib import form_tokens, text
from privacy.seed import load_documents
from testimonials.models import OpenLink
from tests import factories
from tests.base import SiteTestCase
from tests.blog.commenting import create_post
from tests.form_table import FORMS, OPEN_KEY, Form
from tests.leads.base import BROWSER, XHTML

FOREIGN = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "", "origin": "https://evil.example.net"},
    {"sec-fetch-site": "", "origin": "null"},
    {"sec-fetch-site": "cross-site", "origin": "null"},
)


def tree_of(response: Any) -> Any:
    return html5lib.parse(response.content.decode())


def values_of(response: Any) -> dict[str, str]:
    """Return what the inputs and text areas of a page hold, by name or else by id."""
    found = {}
    for element in tree_of(response).iter():
        is_area = element.tag == f"{XHTML}textarea"
        if element.tag != f"{XHTML}input" and not is_area:
            continue
        value = element.text or "" if is_area else element.get("value", "")
        if element.get("type") not in {"radio", "checkbox"} or "checked" in element.attrib:
            found[element.get("name") or element.get("id")] = value
    return found


def on_every_form(
    test: Callable[..., None], forms: tuple[Form, ...] = FORMS
) -> Callable[..., None]:
    """Run `test` with each public form and its fields, as a browser sends them."""

    @wraps(test)
    def tested(self: Any) -> None:
        for form in forms:
            with self.subTest(form=form.name), transaction.atomic():
                test(self, form, self.open(form))
                transaction.set_rollback(True)

    return tested


def on_every_unspooled_form(test: Callable[..., None]) -> Callable[..., None]:
    return on_every_form(test, tuple(form for form in FORMS if not form.is_spooled))


def read(hidden: dict[str, str]) -> dict[str, str]:
    """Return what names the words of a consent on the page."""
    return {name: value for name, value in hidden.items() if name == "read"}


class PublicFormsTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        load_documents()
        factories.create_form(brand=cls.brand)
        OpenLink.objects.create(brand=cls.brand, key=OPEN_KEY)
        Brand.objects.filter(pk=cls.brand.pk).update(embedding_hosts="shop.example.com")
        create_post()
        directory.clear()

    def setUp(self) -> None:
        self.client = Client(enforce_csrf_checks=True, headers=BROWSER)

    def open(self, form: Form) -> dict[str, str]:
        """Open the page of a form and return the fields that a browser sends."""
        cache.clear()
        page = self.client.get(form.page, headers={"host": form.host})
        for element in tree_of(page).iter(f"{XHTML}form"):
            if element.get("action") == form.action:
                inputs = element.iter(f"{XHTML}input")
                hidden = {each.get("name"): each.get("value") for each in inputs}
        return {"form_token": hidden["form_token"], **form.typed, **form.chosen, **read(hidden)}

    def send(self, form: Form, fields: dict[str, str], headers: dict[str, str] | None = None):
        return self.client.post(form.action, fields, headers={"host": form.host, **(headers or {})})

    def assert_refused(self, response: Any, status: int, form: Form, notice: str) -> None:
        """Check status and notice, and that every word is still there and nothing is stored."""
        assert response.status_code == status
        assert "no-store" in response["Cache-Control"]
        assert notice in response.text
        assert 'role="alert"' in response.text
        kept = values_of(response).values()
        assert [text for text in form.typed.values() if text not in kept] == []
        assert not form.model.objects.exists()

    @on_every_form
    def test_a_form_is_stored_once_however_often_it_is_sent(self, form, fields):
        first, second = self.send(form, fields), self.send(form, fields)
        assert (first.status_code, second.status_code) == (303, 303)
        assert first["Location"] == second["Location"]
        assert form.model.objects.count() == 1
        assert not self.client.cookies

    @on_every_form
    def test_a_form_from_another_website_comes_back(self, form, fields):
        for headers in FOREIGN:
            response = self.send(form, fields, headers)
            self.assert_refused(response, 403, form, "sent from another website")
        fresh = values_of(response)["form_token"]
        assert fresh != fields["form_token"]
        assert self.send(form, {**fields, "form_token": fresh}).status_code == 303

    @on_every_form
    def test_a_missing_forged_or_expired_token_comes_back_with_a_fresh_one(self, form, fields):
        scope = fields["form_token"].rsplit(":", 3)[0]
        old = form_tokens.mint(scope, at=timezone.now() - timedelta(hours=25))
        for token in ("", "forged", "é" * 50, old, form_tokens.mint("another:form")):
            response = self.send(form, {**fields, "form_token": token})
            self.assert_refused(response, 422, form, "open for more than a day")
        fresh = values_of(response)["form_token"]
        assert self.send(form, {**fields, "form_token": fresh}).status_code == 303

    @on_every_form
    def test_over_the_limit_a_form_comes_back_with_a_time_to_wait(self, form, fields):
        with override_settings(**{form.rate: "1/h"}):
            self.send(form, {**fields, "email": "nobody"})
            response = self.send(form, fields)
        self.assert_refused(response, 429, form, "came from your network")
        assert 0 < int(response["Retry-After"]) <= 3600
        assert values_of(response)["form_token"] == fields["form_token"]
        assert self.send(form, fields).status_code == 303

    @on_every_form
    def test_a_body_that_cannot_be_read_gets_a_page_that_says_how_to_go_on(self, form, fields):
        for status, words, sent in (
            (413, "is too long for this form", {"data": {**fields, "x": "x" * 1_100_000}}),
            (413, "is too long for this form", {"data": {**fields, "email": "x" * 45_000}}),
            (413, "is too long for this form", {"data": {**fields, "x": '"' * 990_000}}),
            (400, "did not arrive in one piece", {"data": {f"a{n}": 1 for n in range(1001)}}),
            (
                400,
                "did not arrive in one piece",
                {"data": b"--b\r\nContent-Dispo", "content_type": "multipart/form-data"},
            ),
        ):
            response = self.client.post(form.action, headers={"host": form.host}, **sent)
            assert response.status_code == status
            assert words in response.text
            assert "no-store" in response["Cache-Control"]
            assert len(response.content) < 50_000
        assert not form.model.objects.exists()

    @on_every_form
    def test_a_wrong_field_is_named_in_title_and_summary_and_every_word_is_kept(self, form, fields):
        response = self.send(form, {**fields, "email": "nobody"})
        assert response.status_code == 422
        tree = tree_of(response)
        assert next(tree.iter(f"{XHTML}title")).text.startswith("Not sent yet: ")
        [summary] = [e for e in tree.iter(f"{XHTML}div") if e.get("class") == "error-summary"]
        assert summary.get("role") == "alert"
        assert "autofocus" in summary.attrib
        [link] = summary.iter(f"{XHTML}a")
        [wrong] = [e for e in tree.iter() if e.get("id") == link.get("href").removeprefix("#")]
        assert wrong.get("name") == "email"
        kept = values_of(response)
        assert {name: kept[name] for name in form.typed} == {**form.typed, "email": "nobody"}
        assert kept["form_token"] == fields["form_token"]
        assert self.send(form, fields).status_code == 303

    @on_every_unspooled_form
    def test_a_database_that_stores_nothing_brings_the_form_back(self, form, fields):
        with connection.execute_wrapper(failing(lambda sql: sql.startswith("INSERT"))):
            response = self.send(form, fields)
        self.assert_refused(response, 503, form, "out of order on our side")
        assert int(response["Retry-After"]) > 0
        assert "disk full" not in response.text
        assert values_of(response)["form_token"] == fields["form_token"]
        assert self.send(form, fields).status_code == 303

    @on_every_unspooled_form
    def test_a_database_that_answers_nothing_brings_every_word_back(self, form, fields):
        self.send(form, {**fields, "email": "nobody"})  # the process has seen such a page
        with connection.execute_wrapper(failing(lambda sql: True)):
            response = self.send(form, fields)
        typed = {name: value for name, value in form.typed.items() if name != "scope"}
        kept = values_of(response).values()
        assert response.status_code == 503
        assert "out of order on our side" in response.text
        assert [text for text in typed.values() if text not in kept] == []
        assert int(response["Retry-After"]) > 0
        assert self.send(form, fields).status_code == 303

    @on_every_form
    def test_no_text_is_worked_on_before_the_form_is_admitted(self, form, fields):
        with mock.patch.object(text, "compose", wraps=text.compose) as compose:
            self.send(form, fields, {"sec-fetch-site": "cross-site"})
            self.send(form, {**fields, "form_token": ""})
            self.send(form, {**fields, "x": "x" * 1_100_000})
            self.send(form, {**fields, "x": "x" * 100_000})
            with override_settings(**{form.rate: "0/h"}):
                self.send(form, fields)
        assert compose.mock_calls == []


def failing(is_affected: Callable[[str], bool]) -> Callable[..., Any]:
    """Return a wrapper of database queries that fails those of which `is_affected` is true."""

    def wrapper(execute: Any, sql: str, *args: Any) -> Any:
        if is_affected(sql):
            raise OperationalError("disk full")
        return execute(sql, *args)

    return wrapper
