"""Roles: one table in the code, the same in the groups and in the documents."""

from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.test import SimpleTestCase

from contactatonce.accounts.demo import STAFF
from contactatonce.accounts.models import Role
from contactatonce.roles import FIELDS, ROLES, sync_roles, wanted_permissions
from tests.base import StaffTestCase, confirm_access

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"
BEGINS, ENDS = "<!-- table begins -->\n", "<!-- table ends -->\n"


def markdown_table() -> str:
    targets = sorted({target for allowed in ROLES.values() for target in allowed})
    rows = [["", *ROLES], ["---"] * (len(ROLES) + 1)]
    rows += [
        [f"`{target}`", *(", ".join(ROLES[role].get(target, ())) or "–" for role in ROLES)]
        for target in targets
    ]
    return "".join(f"| {' | '.join(row).strip()} |\n" for row in rows)


def field_table() -> str:
    rows = ["| model | field | role |", "| --- | --- | --- |"]
    for target, owners in sorted(FIELDS.items()):
        rows += [
            f"| `{target}` | {', '.join(f'`{field}`' for field in fields)} | {role} |"
            for role, fields in owners.items()
        ]
    return "\n".join([*rows, ""])


class RolesDocumentTestCase(SimpleTestCase):
    def test_document_equals_the_list_of_fields_in_the_code(self):
        wanted = field_table()
        assert wanted in DOCUMENT.read_text(), f"Put this into docs/roles.md:\n{wanted}"

    def test_document_equals_the_table_in_the_code(self):
        wanted = markdown_table()
        shown = DOCUMENT.read_text().partition(BEGINS)[2].partition(ENDS)[0]
        assert shown == wanted, f"Put this between the marks in docs/roles.md:\n{wanted}"

    def test_every_role_has_permissions(self):
        assert list(ROLES) == list(Role)

    def test_every_role_has_a_demo_colleague(self):
        assert {role for _, _, role in STAFF} == set(Role)

    def test_document_explains_every_role(self):
        for role in ROLES:
            assert f"- **{role}** " in DOCUMENT.read_text()


class RolesTestCase(StaffTestCase):
    def permissions(self, role):
        rows = Permission.objects.filter(group__name=role)
        return set(rows.values_list("content_type__app_label", "codename"))

    def test_groups_have_exactly_the_permissions_of_the_table(self):
        for role in ROLES:
            assert self.permissions(role) == wanted_permissions(role)

    def test_migrate_restores_a_changed_group(self):
        sales = Group.objects.get(name="Sales")
        sales.permissions.set(Permission.objects.filter(codename="delete_brand"))
        sync_roles()
        assert self.permissions("Sales") == wanted_permissions("Sales")

    def test_roles_cannot_be_edited_in_the_admin(self):
        self.client.force_login(self.adam)
        page = f"/admin/auth/group/{Group.objects.get(name='Editor').pk}/change/"
        shown = self.client.get(page)
        self.assertContains(shown, "<div>sites: change, view</div>")
        self.assertContains(shown, '<a href="/admin/auth/group/">Roles</a>')  # as the menu says
        assert self.client.post(page, {"name": "Kings"}).status_code == 403
        assert not Group.objects.filter(name="Kings").exists()

    def test_assigned_role_opens_its_pages(self):
        self.client.force_login(self.erin)
        assert self.client.get("/admin/brands/office/").status_code == 403
        self.client.force_login(self.adam)
        confirm_access(self.client)
        editor = Group.objects.get(name="Editor")
        answers = {"email": self.erin.email, "display_name": "Erin", "groups": [editor.pk]}
        page = f"/admin/accounts/user/{self.erin.pk}/change/"
        self.client.post(page, {**answers, "is_active": "on", "is_staff": "on"})
        self.client.force_login(self.erin)
        assert self.client.get("/admin/brands/office/").status_code == 200
