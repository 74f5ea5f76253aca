"""Every URL answers every person as tests/url_table.py says."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import factories
from tests.base import confirm_access
from tests.every_row import EveryRowTestCase
from tests.url_table import ADMIN_PAGES, EVIDENCE, MODELS, PAGES, ROLES, Page, only

STANDARD = {"", "add/", "<path:object_id>/history/", "<path:object_id>/delete/"} | {
    "<path:object_id>/change/",
    "<path:object_id>/",
}
APP_LIST = "admin/^(?P<app_label>"


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[str]:
    """Yield each route of the project as Django prints it, parents included."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def admin_prefixes() -> dict[str, str]:
    """Return the route of each registered model's admin, and the model's label."""
    return {
        f"admin/{model._meta.app_label}/{model._meta.model_name}/": model._meta.label_lower
        for model in admin.site._registry
    }


def is_generated(route: str) -> bool:
    """Tell whether `route` is one of the pages that every model in the table has."""
    if route.startswith(APP_LIST):
        return True
    return any(
        route.startswith(prefix) and route.removeprefix(prefix) in STANDARD and label in MODELS
        for prefix, label in admin_prefixes().items()
    )


@override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=36_000)  # the walk may take long
class UrlRolesTestCase(EveryRowTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.people = {
            "anonymous": None,
            "member": factories.create_member("mia@example.com", "Mia"),
            "no role": cls.erin,
            "Sales": cls.alice,
            "Editor": cls.bob,
            "Moderator": cls.charlie,
            "Privacy officer": cls.dora,
            "Administrator": cls.adam,
        }

    def setUp(self) -> None:
        super().setUp()
        self.clients = {name: self.client_class(HTTP_HOST=self.host) for name in self.people}
        for name, user in self.people.items():
            if user is not None:
                self.clients[name].force_login(user)

    def surprises(self, page: Page) -> dict[str, str]:
        """Return who gets something else than the table says."""
        found = self.answers(page)
        return {
            name: f"{found[name]} instead of {status}"
            for name, status in page.statuses.items()
            if found[name] != status
        }

    def answers(self, page: Page) -> dict[str, int]:
        """Return what each person gets."""
        return {
            name: getattr(client, page.method)(page.url).status_code
            for name, client in self.clients.items()
        }

    def test_every_url_is_in_the_table(self):
        known = PAGES.keys() | ADMIN_PAGES.keys()
        missing = sorted(
            {route for route in routes() if route not in known}
            - set(filter(is_generated, routes()))
        )
        assert not missing, f"Add to tests/url_table.py: {missing}"

    def test_the_table_names_no_url_that_is_gone(self):
        gone = sorted((PAGES.keys() | ADMIN_PAGES.keys()) - set(routes()))
        assert not gone, f"Remove from tests/url_table.py: {gone}"
        assert set(admin_prefixes().values()) == set(MODELS)

    def test_pages_answer_each_person_as_the_table_says(self):
        for route, page in PAGES.items():
            with self.subTest(route):
                assert self.surprises(page) == {}

    def test_deeds_in_the_admin_are_for_the_roles_in_the_table(self):
        confirm_access(self.clients["Administrator"])
        for route, page in ADMIN_PAGES.items():
            with self.subTest(route):
                prefix = next(p for p in admin_prefixes() if route.startswith(p))
                model = next(
                    m
                    for m in admin.site._registry
                    if m._meta.label_lower == admin_prefixes()[prefix]
                )
                url = page.url.format(row=self.row(model))
                assert self.surprises(page._replace(url=url)) == {}

    def test_models_in_the_admin_open_for_the_roles_in_the_table(self):
        confirm_access(self.clients["Administrator"])
        for model in admin.site._registry:
            cells = dict(zip(ROLES, MODELS[model._meta.label_lower], strict=True))
            base = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            row = self.row(model)
            for letter, url in (
                ("v", base),
                ("v", f"{base}{row}/change/"),
                ("v", f"{base}{row}/history/"),
                ("a", f"{base}add/"),
                ("d", f"{base}{row}/delete/"),
            ):
                with self.subTest(url):
                    allowed = [role for role, cell in cells.items() if letter in cell]
                    assert self.surprises(Page(url, only(*allowed))) == {}
            with self.subTest(url := f"{base}{row}/change/", method="post"):
                answers = self.answers(Page(url, {}, "post"))
                let_in = {name for name, status in answers.items() if status in {200, 409, 422}}
                assert let_in == {role for role, cell in cells.items() if "c" in cell}

    def test_evidence_is_read_only_even_for_a_superuser(self):
        root = factories.create_staff("root@example.com", "Root", role=None)
        type(root).objects.filter(pk=root.pk).update(is_superuser=True)
        self.client.force_login(root)
        for label in EVIDENCE:
            base = f"/admin/{label.replace('.', '/')}/"
            row = f"{base}{self.row(apps.get_model(label))}/"
            assert self.client.get(f"{row}change/").status_code == 200, label
            for action in (f"{base}add/", f"{row}change/", f"{row}delete/"):
                assert self.client.post(action, {"post": "yes"}).status_code == 403, action
