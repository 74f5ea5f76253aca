"""An owned field is changed by its owners only, and by them only after a recent sign-in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import transaction

from contactatonce.accounts.models import Role, User
from contactatonce.brands.models import Brand, Calendar, HostAlias, Office
from contactatonce.roles import FIELDS, ROLES
from privacy.demo import load_recipients
from privacy.models import Recipient
from tests import factories
from tests.base import StaffTestCase, confirm_access

FIXED = {"slug", "kind"}  # of a site: no role changes them
NEW: dict[str, dict[str, Any]] = {
    "accounts.user": {"email": "x@example.com", "is_active": None, "is_staff": None, "groups": []},
    "brands.brand": {
        "slug": "x",
        "kind": "blog",
        "host": "x.example.com",
        "position": 9,
        "embedding_hosts": "x.example.com",
        "mail_name": "x",
        "mail_from": "x@example.com",
        "calendar": "",
        "answer_hours": 9,
    },
    "brands.hostalias": {"host": "x.example.com"},
    "brands.office": {"address": "x", "phone": "1", "fax": "1", "email": "x@example.com"},
    "leads.inquiryform": {"notified": []},
}


def filled(form: Any) -> dict[str, Any]:
    """Return what a browser would submit of an untouched form."""
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if str(value) not in {"None", "False"}}


@contextmanager
def undone() -> Iterator[None]:
    """Roll back what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class FieldRightsTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.people = dict(
            zip(Role, (cls.alice, cls.bob, cls.charlie, cls.dora, cls.adam), strict=True)
        )
        cls.form = factories.create_form(brand=cls.brand)
        cls.form.notified.add(cls.alice)
        cls.site = Brand.objects.exclude(pk=cls.brand.pk).first()
        NEW["brands.brand"]["calendar"] = Calendar.objects.create(name="Other").pk
        cls.rows = {
            "accounts.user": cls.charlie,
            "brands.brand": cls.site,
            "brands.hostalias": cls.site,
            "brands.office": Office.objects.first(),
            "leads.inquiryform": cls.form,
        }

    def setUp(self) -> None:
        super().setUp()
        self.forms = {label: self.page_and_data(row) for label, row in self.rows.items()}

    def page_and_data(self, row: Any) -> tuple[str, dict[str, Any]]:
        """Return the change page of `row`, and all that an Administrator's browser submits."""
        self.client.force_login(self.adam)
        page = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
        shown = self.client.get(page).context
        data = filled(shown["adminform"].form)
        for inline in shown["inline_admin_formsets"]:
            data |= filled(inline.formset.management_form)
            for form in inline.formset.forms:
                data |= filled(form)
        return page, data

    def stored(self, label: str, field: str) -> Any:
        if label == "brands.hostalias":
            return HostAlias.objects.get(brand=self.site).host
        row = apps.get_model(label).objects.get(pk=self.rows[label].pk)
        value = row._meta.get_field(field).value_from_object(row)
        return sorted(each.pk for each in value) if isinstance(value, list) else value

    def post_change(self, label: str, field: str) -> Any:
        page, data = self.forms[label]
        name = f"aliases-0-{field}" if label == "brands.hostalias" else field
        new = NEW[label][field]
        changed = {**data, name: new} if new is not None else {**data}
        if new is None:
            del changed[name]
        return self.client.post(page, changed)

    def test_each_role_changes_the_fields_that_it_owns_and_no_other(self):
        for label, owners in FIELDS.items():
            for field in sorted(set().union(*owners.values())):
                before = self.stored(label, field)
                for role, person in self.people.items():
                    with self.subTest(f"{role}: {label}.{field}"), undone():
                        self.client.force_login(person)
                        may = field in owners.get(role, ()) and field not in FIXED
                        refused = self.post_change(label, field)
                        assert self.stored(label, field) == before
                        assert (refused.status_code == 403) or not may
                        confirm_access(self.client)
                        self.post_change(label, field)
                        assert (self.stored(label, field) != before) is may

    def test_every_owned_field_is_tried(self):
        assert {label: set(values) for label, values in NEW.items()} == {
            label: set().union(*owners.values()) for label, owners in FIELDS.items()
        }

    def test_only_words_and_looks_of_a_site_are_open_to_editors(self):
        self.client.force_login(self.bob)
        form = self.client.get(self.forms["brands.brand"][0]).context["adminform"].form
        words = {"name", "tagline", "description"}
        assert set(form.fields) == words | {"accent", "accent_dark", "tint", "typeface", "mark"}

    def test_owned_fields_exist_and_their_owners_may_change_the_model(self):
        for label, owners in FIELDS.items():
            for role, fields in owners.items():
                assert "change" in ROLES[role][label]
                for field in fields:
                    apps.get_model(label)._meta.get_field(field)


class RecentSignInTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.adam)
        self.page = f"/admin/accounts/user/{self.bob.pk}/change/"
        self.answers = {
            "email": "eve@example.com",
            "display_name": "Bob Builder",
            "is_active": "on",
            "is_staff": "on",
            "groups": self.bob.groups.get().pk,
        }

    def test_what_was_typed_is_kept_until_access_is_confirmed(self):
        refused = self.client.post(self.page, self.answers)
        self.assertContains(refused, 'href="/accounts/reauthenticate/"', status_code=403)
        self.assertContains(refused, 'name="display_name" value="Bob Builder"', status_code=403)
        assert User.objects.get(pk=self.bob.pk).display_name == "Bob"
        confirm_access(self.client)
        self.client.post(self.page, self.answers)
        assert User.objects.get(pk=self.bob.pk).display_name == "Bob Builder"

    def test_other_fields_need_no_recent_sign_in(self):
        self.client.post(self.page, {**self.answers, "email": self.bob.email})
        assert User.objects.get(pk=self.bob.pk).display_name == "Bob Builder"

    def test_invitation_and_reset_need_a_recent_sign_in(self):
        for action in ("invite", "reset-second-factor"):
            refused = self.client.post(f"/admin/accounts/user/{self.bob.pk}/{action}/")
            self.assertContains(refused, "Confirm access first", status_code=403)
        assert self.bob.authenticator_set.exists()


class DeletionTestCase(StaffTestCase):
    """Deleting a row with an owned field is a change of that field."""

    def setUp(self) -> None:
        super().setUp()
        self.office = Office.objects.create(name="Old office", address="x")

    def delete(self, row: Any, *, by_action: bool) -> int:
        page = f"/admin/{row._meta.label_lower.replace('.', '/')}/"
        if not by_action:
            return self.client.post(f"{page}{row.pk}/delete/", {"post": "yes"}).status_code
        chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        return self.client.post(page, chosen).status_code

    def test_deletion_needs_a_recent_sign_in(self):
        self.client.force_login(self.adam)
        for row in (self.office, factories.create_form(brand=self.brand)):
            for by_action in (False, True):
                with self.subTest(f"{row._meta.label}, {by_action}"), undone():
                    assert self.delete(row, by_action=by_action) == 403
                    assert type(row).objects.filter(pk=row.pk).exists()
                    assert not LogEntry.objects.exists(), "nothing was deleted"
                    confirm_access(self.client)
                    assert self.delete(row, by_action=by_action) == 302
                    assert not type(row).objects.filter(pk=row.pk).exists()

    def test_deletion_needs_the_right_to_each_owned_field(self):
        self.client.force_login(self.bob)
        confirm_access(self.client)
        both = Permission.objects.filter(codename__in=["delete_office", "delete_inquiryform"])
        self.bob.groups.get().permissions.add(*both)
        form = factories.create_form(brand=self.brand)
        for row in (self.office, form):
            for by_action in (False, True):
                assert self.delete(row, by_action=by_action) == 403
                assert type(row).objects.filter(pk=row.pk).exists()

    def test_roles_that_delete_own_every_owned_field(self):
        for label, owners in FIELDS.items():
            for role, permissions in ROLES.items():
                if "delete" in permissions.get(label, ()):
                    assert set(owners.get(role, ())) == set().union(*owners.values()), (role, label)


class FixedNamesTestCase(StaffTestCase):
    def test_names_that_other_rows_use_are_fixed_once_stored(self):
        load_recipients(date(2030, 1, 1))
        for row, person, fixed in (
            (self.brand, self.adam, {"slug", "kind"}),
            (factories.create_form(brand=self.brand), self.bob, {"slug", "brand"}),
            (Recipient.objects.first(), self.dora, {"slug"}),
        ):
            self.client.force_login(person)
            page = f"/admin/{row._meta.label_lower.replace('.', '/')}/{row.pk}/change/"
            fields = self.client.get(page).context["adminform"].form.fields
            assert fixed.isdisjoint(fields)
