"""Inviting a colleague: he sets his password himself, by a link that the queue sends."""

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from contactatonce.jobs.models import Job
from tests import factories
from tests.accounts.base import work_off
from tests.base import StaffTestCase

ADD = "/admin/accounts/user/add/"


class InviteTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.adam)
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

    def test_a_colleague_is_made_of_an_address_a_name_and_roles(self):
        self.invite()
        fay = User.objects.get(email="fay@example.com")
        assert (fay.display_name, fay.is_staff, fay.is_superuser) == ("Fay", True, False)
        assert [group.name for group in fay.groups.all()] == ["Sales"]
        assert not fay.has_usable_password()

    def test_the_letter_waits_in_the_queue_without_address_and_token(self):
        self.invite()
        assert mail.outbox == []
        job = str(DBTaskResult.objects.get().args_kwargs)
        assert "fay@" not in job
        assert "accounts.invitation" in job

    def test_the_link_sets_a_password_and_proves_the_address(self):
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

    def test_a_link_is_good_once(self):
        self.invite()
        work_off()
        self.set_password()
        self.assertContains(self.client.get(self.link()), "Bad Token")

    def test_an_address_is_taken_in_any_case(self):
        self.assertContains(self.invite(email="ALICE@example.com"), "already")
        assert User.objects.filter(email__iexact="alice@example.com").count() == 1

    def test_the_invitation_is_sent_once_more_by_a_button(self):
        page = f"/admin/accounts/user/{self.alice.pk}/change/"
        self.assertContains(self.client.get(page), "Send an invitation")
        self.client.post(f"/admin/accounts/user/{self.alice.pk}/invite/")
        work_off()
        assert mail.outbox[0].to == ["alice@example.com"]

    def test_looking_at_the_button_sends_nothing(self):
        assert self.client.get(f"/admin/accounts/user/{self.alice.pk}/invite/").status_code == 405
        assert not Job.objects.exists()

    def test_nobody_who_was_deactivated_meanwhile_gets_a_letter(self):
        self.invite()
        User.objects.filter(email="fay@example.com").update(is_active=False)
        work_off()
        assert mail.outbox == []

    def test_a_member_may_be_among_the_people_without_opening_the_admin(self):
        self.invite(is_staff="")
        assert not User.objects.get(email="fay@example.com").is_staff

    def test_the_trail_names_a_colleague_by_name_and_a_member_by_number(self):
        self.invite()
        mia = factories.create_member("mia@example.com", "Mia")
        with connection.cursor() as cursor:
            cursor.execute("SELECT object_repr FROM django_admin_log")
            assert cursor.fetchall() == [("Fay",)]
        assert str(mia) == f"Member {mia.pk}"
