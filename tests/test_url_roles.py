"""Every URL answers every person as tests/url_table.py says."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from blog.models import Series
from contactatonce.accounts.tasks import send_letter
from contactatonce.jobs.models import Effect, Job, PeriodicRun
from leads.models import Company, Person
from media.models import Image
from moderation.models import Verdict, WatchedWord
from pages.models import Portal
from privacy.demo import load_certifications, load_recipients
from privacy.models import (
    Consent,
    Disclosure,
    DocumentVersion,
    LegalHold,
    Notice,
    PrivacyRequest,
    Recipient,
    Suppression,
)
from privacy.seed import load_documents
from promises.models import Attestation, BlockedContent, Evidence
from publishing import redirects
from search.models import LinkProblem
from testimonials.models import OpenLink
from tests import factories
from tests.base import StaffTestCase, confirm_access
from tests.blog.base import create_author, create_post, create_tag
from tests.pages.base import create_page
from tests.testimonials.factories import create_given, create_listing
from tests.url_table import ADMIN_PAGES, EVIDENCE, MODELS, PAGES, ROLES, Page, only


def example_job() -> Job:
    send_letter.enqueue("accounts.notice", 0, 0, "x")
    return Job.objects.get()


def example_log_entry(person: Any) -> LogEntry:
    return LogEntry.objects.create(user=person, action_flag=CHANGE, object_repr="Office 1")


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
class UrlRolesTestCase(StaffTestCase):
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
        factories.create_form(brand=cls.brand)
        company = Company.objects.create(name="Example Motors", name_key="example motors")
        person = Person.objects.create(email="nora@example.com", company=company)
        factories.create_lead(person=person, company=company)
        load_documents()
        cls.create_privacy_rows()
        Consent.objects.create(
            email="nora@example.com", purpose="news", wording="x", brand=cls.brand
        )
        redirects.gone(brand=cls.brand, old="/old/")
        LinkProblem.objects.create(
            brand=cls.brand, kind="broken", path="/a/", target="/b/", found_at=timezone.now()
        )
        Effect.objects.create(key="x", started_at=timezone.now())
        PeriodicRun.objects.create(name="x", last_run_at=timezone.now())
        cls.create_moderation_rows()
        measures = {"width": 40, "height": 30, "content_hash": "x"}
        Image.objects.create(title="Forecourt", alt="Cars", file="none.jpg", **measures)
        create_post("a-post", brand=cls.brand, tags=[create_tag("A tag", brand=cls.brand)])
        Series.objects.create(brand=cls.brand, title="A series", slug="a-series")
        create_author()
        create_page(cls.brand)
        Portal.objects.create(
            name="Merchants", audience="merchants", agreement_url="https://example.com/terms"
        )
        example_log_entry(cls.erin)
        example_job()
        OpenLink.objects.create(brand=cls.brand)
        create_listing(brand=cls.brand)
        create_given(brand=cls.brand, by=cls.bob)

    @classmethod
    def create_moderation_rows(cls) -> None:
        WatchedWord.objects.create(word="casino")
        Verdict.objects.create(
            content_type=ContentType.objects.get_for_model(WatchedWord),
            object_id=0,
            version=1,
            decision="approve",
            before="held",
            by=cls.charlie,
        )

    @classmethod
    def create_privacy_rows(cls) -> None:
        """One row of each, a draft where only drafts can be edited."""
        later = timezone.now() + timedelta(days=30)
        load_certifications(later.date())
        load_recipients(later.date())
        DocumentVersion.objects.create(
            document="privacy", text="A draft.", summary="More.", effective_at=later
        )
        dates = {"effective_at": later + timedelta(days=30), "ends_at": later + timedelta(days=60)}
        Notice.objects.create(title="News", text="News.", starts_at=later, **dates)
        nobody = {"fingerprint": "0" * 64, "key_id": "0", "normalizer": 1}
        Suppression.objects.create(scope="all", reason="staff", **nobody)
        Evidence.objects.create(check_name="P30:x", promise="P30", is_kept=True)
        BlockedContent.objects.create(directive="img-src", day_on=later.date())
        Attestation.objects.create(check_name="P02:certificates_are_real", promise="P02", basis="x")
        PrivacyRequest.objects.create(
            kind="access", brand=cls.brand, channel="letter", email="nora@example.com"
        )
        LegalHold.objects.create(
            content_type=ContentType.objects.get_for_model(Person),
            object_pk="0",
            ground="claim",
            review_on=later.date(),
        )
        Disclosure.objects.create(recipient=Recipient.objects.first(), ground="service", **nobody)

    def setUp(self) -> None:
        super().setUp()
        self.clients = {name: self.client_class(HTTP_HOST=self.host) for name in self.people}
        for name, user in self.people.items():
            if user is not None:
                self.clients[name].force_login(user)

    def row(self, model: type[Model]) -> Any:
        row = model._base_manager.order_by("pk").last()
        assert row is not None, f"Give {model._meta.label} a row in setUpTestData."
        return row.pk

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
