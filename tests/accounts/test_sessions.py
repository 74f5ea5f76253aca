"""Sessions end when idle or old; their owner can list and end them."""

import re
import time

from django.utils import timezone

from contactatonce.accounts import sessions
from contactatonce.accounts.models import Session
from tests import factories
from tests.base import StaffTestCase, confirm_access

PAGE = "/accounts/sessions/"


class SessionsTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.alice)
        self.elsewhere = self.client_class(HTTP_HOST=self.host)
        self.elsewhere.force_login(self.alice)

    def is_in(self, client):
        return client.get("/admin/").status_code == 200

    def stored(self):
        return Session.objects.get(pk=self.client.session.session_key)

    def age(self, name, seconds):
        """Let a time in the session of `self.client` be `seconds` ago."""
        row = self.stored()
        data = {**row.get_decoded(), name: int(time.time()) - seconds}
        row.session_data = sessions.SessionStore().encode(data)
        row.save()

    def test_idle_session_ends_after_two_hours(self):
        row = self.stored()
        left = (row.expire_date - timezone.now()).total_seconds()
        assert 7000 < left <= 7200
        row.expire_date = timezone.now()
        row.save()
        assert not self.is_in(self.client)

    def test_work_extends_a_session_once_a_minute(self):
        before = self.stored().expire_date
        self.client.get("/admin/")
        assert self.stored().expire_date == before
        self.age("seen_at", 61)
        self.client.get("/")  # a public page reads no session
        assert self.stored().expire_date == before
        self.client.get("/admin/")
        assert self.stored().expire_date > before

    def test_session_ends_twelve_hours_after_it_began(self):
        self.age("began_at", 12 * 3600 - 60)
        assert self.is_in(self.client)
        self.age("began_at", 12 * 3600 + 1)
        assert not self.is_in(self.client)

    def test_cookies_end_with_the_browser(self):
        answers = {"login": "mia@example.com", "password": "password"}
        factories.create_member("mia@example.com", "Mia")
        client = self.client_class(HTTP_HOST=self.host)
        client.get("/accounts/login/")
        client.post("/accounts/login/", answers)
        assert {"session", "csrf"} <= set(client.cookies)
        assert [cookie["max-age"] for cookie in client.cookies.values()] == ["", ""]
        assert all(cookie["httponly"] for cookie in client.cookies.values())

    def test_owner_ends_one_session_or_all_others(self):
        third = self.client_class(HTTP_HOST=self.host)
        third.force_login(self.alice)
        shown = self.client.get(PAGE).text
        assert shown.count("This browser") == 1
        names = re.findall(r'name="session" value="(\w+)"', shown)
        assert len(names) == 2
        confirm_access(self.client)
        self.client.post(PAGE, {"session": names[0]})
        assert [self.is_in(client) for client in (self.elsewhere, third)].count(True) == 1
        self.client.post(PAGE)
        assert not self.is_in(self.elsewhere)
        assert not self.is_in(third)
        assert self.is_in(self.client)

    def test_ending_needs_a_recent_sign_in(self):
        assert self.client.post(PAGE)["Location"].startswith("/accounts/reauthenticate/")
        assert self.is_in(self.elsewhere)

    def test_page_shows_no_key_and_no_session_of_others(self):
        self.client_class(HTTP_HOST=self.host).force_login(self.bob)
        shown = self.client.get(PAGE).text
        assert shown.count('name="session"') == 1
        assert [row.pk for row in Session.objects.all() if row.pk in shown] == []

    def test_session_of_another_user_cannot_be_ended(self):
        theirs = self.client_class(HTTP_HOST=self.host)
        theirs.force_login(self.bob)
        confirm_access(self.client)
        self.client.post(PAGE, {"session": sessions.name_of(theirs.session.session_key)})
        assert self.is_in(theirs)

    def test_administrator_signs_someone_out(self):
        boss = self.client_class(HTTP_HOST=self.host)
        boss.force_login(self.adam)
        page = f"/admin/accounts/user/{self.alice.pk}/"
        self.assertContains(boss.get(f"{page}change/"), "2, last used")
        confirm_access(boss)
        boss.post(f"{page}sign-out/")
        assert not self.is_in(self.client)
        assert not self.is_in(self.elsewhere)
        assert self.is_in(boss)
