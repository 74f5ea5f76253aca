"""Invitations: a colleague sets a password with a mailed link."""

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from contactatonce.jobs.models import Job
from tests import factories
from tests.accounts.base import work_off
from tests.base import StaffTestCase, confirm_access

ADD = "/admin/accounts/user/add/"


class InviteTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.adam)
        confirm_access(self.client)
        self.sales = self.alice.groups.get()

    def invite(self, **answers):
        fields = {
            "email": "Fay@Example.com",
            "display_name": "Fay",
            "is_staff": "on",
            "groups": [self.sales.pk],
        }
        return self.client.post(ADD, {**fields, **answers})

    def link(self):
        self.client.logout()
        return re.search(r"https://www\.contactatonce\.com(/accounts/\S+)", mail.outbox[0].body)[1]

    def set_password(self):
        form = self.client.get(self.link())["Location"]
        return self.client.post(form, {"password1": "nine-Lamps-7", "password2": "nine-Lamps-7"})

    def test_administrator_creates_a_colleague(self):
        self.invite()
        fay = User.objects.get(email="fay@example.com")
        assert (fay.display_name, fay.is_staff, fay.is_superuser) == ("Fay", True, False)
        assert [group.name for group in fay.groups.all()] == ["Sales"]
        assert not fay.has_usable_password()

    def test_queued_letter_holds_no_address_and_no_token(self):
        self.invite()
        assert mail.outbox == []
        job = str(DBTaskResult.objects.get().args_kwargs)
        assert "fay@" not in job
        assert "accounts.invitation" in job

    def test_link_sets_a_password_and_verifies_the_address(self):
        self.invite()
        work_off()
        [letter] = mail.outbox
        assert letter.to == ["fay@example.com"]
        assert letter.from_email.endswith(" <hello@contactatonce.com>")
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
        self.set_password()
        assert EmailAddress.objects.get(email="fay@example.com").verified
        answers = {"login": "fay@example.com", "password": "nine-Lamps-7"}
        assert self.client.post("/accounts/login/", answers)["Location"] == "/admin/"
        assert self.client.get("/admin/")["Location"] == "/accounts/2fa/"

    def test_link_works_once(self):
        self.invite()
        work_off()
        self.set_password()
        self.assertContains(self.client.get(self.link()), "has expired or was used")

    def test_email_address_is_unique_in_any_case(self):
        self.assertContains(self.invite(email="ALICE@example.com"), "already")
        assert User.objects.filter(email__iexact="alice@example.com").count() == 1

    def test_button_sends_the_invitation_again(self):
        page = f"/admin/accounts/user/{self.alice.pk}/change/"
        self.assertContains(self.client.get(page), "Send an invitation")
        self.client.post(f"/admin/accounts/user/{self.alice.pk}/invite/")
        work_off()
        assert mail.outbox[0].to == ["alice@example.com"]

    def test_get_sends_nothing(self):
        assert self.client.get(f"/admin/accounts/user/{self.alice.pk}/invite/").status_code == 405
        assert not Job.objects.exists()

    def test_deactivated_user_gets_no_letter(self):
        self.invite()
        User.objects.filter(email="fay@example.com").update(is_active=False)
        work_off()
        assert mail.outbox == []

    def test_members_are_listed_but_cannot_open_the_admin(self):
        self.invite(is_staff="")
        assert not User.objects.get(email="fay@example.com").is_staff

    def test_log_names_staff_by_name_and_members_by_number(self):
        self.invite()
        mia = factories.create_member("mia@example.com", "Mia")
        with connection.cursor() as cursor:
            cursor.execute("SELECT object_repr FROM django_admin_log")
            assert cursor.fetchall() == [("Fay",)]
        assert str(mia) == f"Member {mia.pk}"
