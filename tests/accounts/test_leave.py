"""People leave, lose a phone or change e-mail address: access ends, the audit log stays."""

import re
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import mail
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts import letters
from contactatonce.accounts.admin import UserForm
from contactatonce.accounts.models import User
from contactatonce.jobs.registry import GiveUp
from tests import factories
from tests.accounts.base import work_off
from tests.base import StaffTestCase, confirm_access


class LeaveTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.adam)
        confirm_access(self.client)
        self.page = f"/admin/accounts/user/{self.alice.pk}/"

    def save(self, user=None, **answers):
        user = user or self.alice
        fields = {
            "email": user.email,
            "display_name": user.display_name,
            "is_active": "on",
            "is_staff": "on",
            "groups": [group.pk for group in user.groups.all()],
        }
        kept = {name: value for name, value in {**fields, **answers}.items() if value is not None}
        return self.client.post(f"/admin/accounts/user/{user.pk}/change/", kept)

    def test_users_are_not_deleted_even_by_a_superuser(self):
        LogEntry.objects.create(user=self.alice, action_flag=CHANGE, object_repr="Office 1")
        root = factories.create_staff("root@example.com", "Root", role=None)
        User.objects.filter(pk=root.pk).update(is_superuser=True)
        for person in (self.adam, root):
            self.client.force_login(person)
            for leaver in (self.alice, self.bob):  # with and without log entries
                delete = f"/admin/accounts/user/{leaver.pk}/delete/"
                assert self.client.post(delete, {"post": "yes"}).status_code == 403
            marked = {"action": "delete_selected", "_selected_action": [self.alice.pk]}
            self.client.post("/admin/accounts/user/", {**marked, "post": "yes"})
            assert User.objects.filter(pk=self.alice.pk).exists()
        assert LogEntry.objects.filter(user=self.alice).count() == 1

    def test_page_explains_deactivation(self):
        self.assertContains(self.client.get(f"{self.page}change/"), "Accounts are not deleted")

    def test_deactivation_removes_access_and_keeps_the_user(self):
        self.save(is_active=None)
        assert not User.objects.get(pk=self.alice.pk).is_active
        self.assertContains(self.client.get("/admin/accounts/user/?people=inactive"), "Alice")
        self.assertNotContains(self.client.get("/admin/accounts/user/"), "alice@example.com")

    def test_edit_keeps_a_password_set_concurrently(self):
        clean = UserForm.clean

        def set_password_first(form):
            User.objects.filter(pk=self.alice.pk).update(password="new")
            return clean(form)

        with mock.patch.object(UserForm, "clean", set_password_first):
            self.save(display_name="Alice Smith")
        alice = User.objects.get(pk=self.alice.pk)
        assert (alice.display_name, alice.password) == ("Alice Smith", "new")

    def test_edit_of_an_old_page_leaves_what_its_owner_changed(self):
        mia = factories.create_member("mia@example.com", "Mia")
        page = self.client.get(f"/admin/accounts/user/{mia.pk}/change/").text
        shown = dict(re.findall(r'name="(initial-\w+)" value="([^"]*)"', page))
        User.objects.filter(pk=mia.pk).update(email="mia2@example.com", display_name="Mia M.")
        self.save(mia, is_staff=None, is_active=None, **shown)
        mia.refresh_from_db()
        assert (mia.email, mia.display_name) == ("mia2@example.com", "Mia M.")
        assert not mia.is_active
        assert not DBTaskResult.objects.exists()

    def test_owner_is_notified_of_removed_second_factors(self):
        self.client.post(f"{self.page}reset-second-factor/")
        assert not Authenticator.objects.filter(user=self.alice).exists()
        work_off()
        assert "removed the second factors" in mail.outbox[0].body
        assert LogEntry.objects.get().change_message == "Second factors removed."

    def test_changed_email_address_must_be_confirmed(self):
        self.save(email="alice.smith@example.com")
        assert not EmailAddress.objects.filter(user=self.alice).exists()
        self.client.logout()
        answers = {"login": "alice.smith@example.com", "password": "password"}
        response = self.client.post("/accounts/login/", answers)
        assert response["Location"] in {"/accounts/confirm-email/", "/accounts/2fa/authenticate/"}

    def test_changed_email_address_is_reported_to_the_old_one(self):
        self.save(email="eve@example.com")
        self.save(User.objects.get(pk=self.alice.pk), email="eve2@example.com", is_active=None)
        work_off()
        [letter] = mail.outbox  # the account is closed by now
        assert letter.to == ["alice@example.com"]
        assert "e-mail address of your account was changed" in letter.body
        assert User.objects.get(pk=self.alice.pk).former_email == ""

    def test_queued_report_holds_no_address(self):
        self.save(email="eve@example.com")
        jobs = [str(job.args_kwargs) for job in DBTaskResult.objects.all()]
        assert len(jobs) == 2
        assert all("accounts.notice" in job and "@" not in job for job in jobs)

    def test_changed_address_or_reset_factor_ends_all_sessions(self):
        for change in (
            lambda: self.save(email="alice.smith@example.com"),
            lambda: self.client.post(f"{self.page}reset-second-factor/"),
        ):
            theirs = self.client_class(HTTP_HOST=self.host)
            theirs.force_login(self.alice)
            assert theirs.get("/accounts/sessions/").status_code == 200
            change()
            assert theirs.get("/accounts/sessions/").status_code == 302
        assert self.client.get("/admin/").status_code == 200

    def test_own_change_of_address_is_reported_and_ends_other_sessions(self):
        mia = factories.create_member("mia@example.com", "Mia")
        other = self.client_class(HTTP_HOST=self.host)
        for client in (self.client, other):
            client.force_login(mia)
        confirm_access(self.client)
        self.client.post("/accounts/email/", {"email": "mia2@example.com", "action_add": ""})
        work_off()
        [letter] = mail.outbox
        assert letter.to == ["mia2@example.com"]
        self.client.post(re.search(r"/accounts/confirm-email/\S+", letter.body)[0])
        work_off()
        assert User.objects.get(pk=mia.pk).email == "mia2@example.com"
        told = {letter.to[0]: letter.body for letter in mail.outbox[1:]}
        assert "was changed" in told.pop("mia@example.com")
        assert "is now the e-mail address" in told.pop("mia2@example.com")
        assert told == {}
        assert self.client.get("/accounts/sessions/").status_code == 200
        assert other.get("/accounts/sessions/").status_code == 302

    def test_old_session_changes_no_address_of_its_own(self):
        mia = factories.create_member("mia@example.com", "Mia")
        self.client.force_login(mia)
        EmailAddress.objects.create(user=mia, email="second@example.com", verified=True)
        for button, email in (
            ("action_add", "eve@example.com"),
            ("action_remove", "second@example.com"),
            ("action_primary", "second@example.com"),
        ):
            answer = self.client.post("/accounts/email/", {"email": email, button: ""})
            assert answer.status_code == 302
            assert answer["Location"].startswith("/accounts/reauthenticate/"), answer["Location"]
        work_off()
        assert not mail.outbox
        assert not EmailAddress.objects.filter(email="eve@example.com").exists()

    def test_change_is_reported_to_the_latest_address_when_an_older_one_is_dead(self):
        mia = factories.create_member("mia@example.com", "Mia")
        mia.keep_former_email("dead@example.com")
        refused = mock.patch.object(letters, "send_once", side_effect=GiveUp("refused"))
        with refused, pytest.raises(GiveUp):
            letters.deliver(letters.NOTICE, mia.pk, self.brand.pk, "a" * 32, "email_changed")
        mia.refresh_from_db()
        assert mia.former_email == ""

    def test_administrator_cannot_change_a_superuser(self):
        User.objects.filter(pk=self.alice.pk).update(is_superuser=True)
        assert self.save(is_active=None).status_code == 403
        assert self.client.post(f"{self.page}reset-second-factor/").status_code == 403
        assert Authenticator.objects.filter(user=self.alice).exists()

    def test_administrator_cannot_create_a_superuser(self):
        self.save(is_superuser="on", user_permissions=["1"])
        alice = User.objects.get(pk=self.alice.pk)
        assert not alice.is_superuser
        assert not alice.user_permissions.exists()
