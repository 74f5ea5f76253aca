"""A member's session ends with the browser, or lasts for 30 days where they ask for that."""

from datetime import timedelta

import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.core.cache import cache
from django.utils import timezone

from contactatonce.accounts.models import Session
from tests import factories
from tests.accounts.test_sign_in import code_now
from tests.base import StaffTestCase, confirm_access

DAY = timedelta(days=1)
START = timezone.now().replace(microsecond=0)


class RememberMeTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.mia = factories.create_member("mia@example.com", "Mia")

    def setUp(self) -> None:
        super().setUp()
        cache.clear()
        clock = time_machine.travel(START, tick=False)
        self.clock = clock.start()
        self.addCleanup(clock.stop)

    def sign_in(self, email="mia@example.com", **answers):
        answers = {"login": email, "password": "password", **answers}
        return self.client.post("/accounts/login/", answers).cookies["session"]

    def is_in(self, days):
        self.clock.move_to(START + days * DAY)
        return self.client.get("/accounts/").status_code == 200

    def test_cookie_ends_with_the_browser_unless_asked(self):
        assert self.sign_in()["max-age"] == ""
        assert not self.is_in(0.1)

    def test_box_keeps_the_cookie_for_30_days(self):
        assert self.sign_in(remember="on")["max-age"] == 30 * 24 * 3600
        assert self.is_in(29.9)
        assert self.is_in(59.8)
        assert not self.is_in(59.8 + 30.1)

    def test_session_ends_after_90_days_in_use(self):
        self.sign_in(remember="on")
        assert all(self.is_in(days) for days in (29, 58, 87, 89.9))
        assert Session.objects.get().expire_date <= START + 90 * DAY
        assert not self.is_in(90.1)

    def test_staff_are_not_remembered(self):
        self.sign_in("alice@example.com", remember="on")
        done = self.client.post("/accounts/2fa/authenticate/", {"code": code_now()})
        assert done.cookies["session"]["max-age"] == ""
        assert self.client.get("/admin/").status_code == 200
        assert not self.is_in(0.1)

    def test_member_with_a_second_factor_is_remembered(self):
        data = {"secret": encrypt(factories.TOTP_SECRET)}
        Authenticator.objects.create(user=self.mia, type=Authenticator.Type.TOTP, data=data)
        assert self.sign_in(remember="on")["max-age"] == ""
        done = self.client.post("/accounts/2fa/authenticate/", {"code": code_now()})
        assert done.cookies["session"]["max-age"] == 30 * 24 * 3600

    def test_pending_sign_in_is_not_remembered(self):
        assert self.sign_in("alice@example.com", remember="on")["max-age"] == ""

    def test_member_who_joins_the_staff_signs_in_again(self):
        self.sign_in(remember="on")
        boss = self.client_class(HTTP_HOST=self.host)
        boss.force_login(self.adam)
        confirm_access(boss)
        answers = {"email": self.mia.email, "display_name": "Mia", "is_active": "on"}
        boss.post(f"/admin/accounts/user/{self.mia.pk}/change/", {**answers, "is_staff": "on"})
        assert not self.is_in(0)
