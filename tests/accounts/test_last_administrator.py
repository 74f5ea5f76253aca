"""The last administrator cannot lose the role."""

from django.contrib.auth.models import Group

from tests import factories
from tests.base import StaffTestCase, confirm_access


class LastAdministratorTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.adam)
        confirm_access(self.client)
        self.page = f"/admin/accounts/user/{self.adam.pk}/change/"

    def save(self, **changes):
        role = Group.objects.get(name="Administrator")
        kept = {
            "email": self.adam.email,
            "display_name": "Adam",
            "is_staff": "on",
            "is_active": "on",
            "groups": role.pk,
        }
        wanted = {name: value for name, value in (kept | changes).items() if value is not None}
        return self.client.post(self.page, wanted)

    def test_last_administrator_keeps_role_access_and_account(self):
        sales = Group.objects.get(name="Sales").pk
        for changes in (
            {"groups": sales},
            {"groups": None},
            {"is_staff": None},
            {"is_active": None},
        ):
            self.assertContains(
                self.save(**changes), "another active administrator", msg_prefix=str(changes)
            )
        self.adam.refresh_from_db()
        assert self.adam.is_active and self.adam.groups.get().name == "Administrator"

    def test_last_administrator_can_change_their_name(self):
        assert self.save(display_name="Adam B.").status_code == 302

    def test_one_of_two_administrators_can_leave(self):
        factories.create_staff("second@example.com", "Second", role="Administrator")
        assert self.save(is_active=None).status_code == 302

    def test_deactivated_administrator_does_not_count(self):
        second = factories.create_staff("second@example.com", "Second", role="Administrator")
        second.is_active = False
        second.save()
        self.assertContains(self.save(is_active=None), "another active administrator")
