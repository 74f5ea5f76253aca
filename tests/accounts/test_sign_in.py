"""Sign-in: one page for all, a second factor for staff, no IP address stored (P07)."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import override_settings

from contactatonce.accounts.models import Session, User
from contactatonce.brands import directory
from contactatonce.brands.models import Brand
from tests import factories
from tests.base import HOSTS, StaffTestCase
from tests.test_url_roles import routes

LOGIN = "/accounts/login/"
MARKED = "203.0.113.77"
REDIS = "contactatonce.lib.cache.OpenRedisCache"


def code_now() -> str:
    """Return the current code of an authenticator app."""
    return format_hotp_value(hotp_value(factories.TOTP_SECRET, int(time.time()) // 30))


class SignInTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        cache.clear()

    def give_password(self, email="alice@example.com", password="password", **extra):
        return self.client.post(LOGIN, {"login": email, "password": password}, **extra)

    def sign_in(self, **extra):
        self.give_password(**extra)
        return self.client.post("/accounts/2fa/authenticate/", {"code": code_now()}, **extra)

    def test_password_and_code_open_the_admin(self):
        response = self.sign_in()
        assert response["Location"] == "/admin/"
        self.assertContains(self.client.get("/admin/"), "Alice")

    def test_password_alone_opens_nothing(self):
        response = self.give_password()
        assert response["Location"] == "/accounts/2fa/authenticate/"
        assert self.client.get("/admin/")["Location"].startswith(LOGIN)

    def test_code_works_once(self):
        self.sign_in()
        self.client.post("/accounts/logout/")
        self.give_password()
        response = self.client.post("/accounts/2fa/authenticate/", {"code": code_now()})
        self.assertContains(response, "Incorrect code")

    def test_unknown_user_and_wrong_password_look_the_same(self):
        known = self.give_password(password="wrong")
        unknown = self.give_password(email="nobody@example.com", password="wrong")
        words = "The e-mail address or the password is not correct."
        self.assertContains(known, words)
        self.assertContains(unknown, words)

    def test_sixth_wrong_password_has_to_wait(self):
        for _ in range(5):
            self.give_password(password="wrong")
        self.assertContains(self.give_password(), "Too many failed attempts")
        assert self.client.get("/admin/").status_code == 302

    def test_wrong_passwords_of_a_stranger_lock_no_one_out(self):
        for _ in range(6):
            self.give_password(password="wrong", REMOTE_ADDR=MARKED)
        refused = self.give_password(REMOTE_ADDR=MARKED)
        self.assertContains(refused, "Too many failed attempts")
        assert self.sign_in(REMOTE_ADDR="198.51.100.7")["Location"] == "/admin/"

    def test_wrong_passwords_are_counted_for_each_account(self):
        for _ in range(5):
            self.give_password(password="wrong")
        assert self.give_password(email="bob@example.com").status_code == 302

    @override_settings(ACCOUNT_RATE_LIMITS={"login": "2/m/ip"})
    def test_rate_limit_shows_a_page(self):
        for _ in range(2):
            self.give_password(password="wrong")
        response = self.give_password(password="wrong")
        self.assertContains(response, "Please wait a moment", status_code=429)
        self.assertContains(response, "Try again", status_code=429)

    def test_sign_in_works_while_the_cache_is_gone(self):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cache RENAME TO lost")
        with self.assertLogs("contactatonce.lib.cache", "ERROR"):
            assert self.sign_in()["Location"] == "/admin/"
        self.assertContains(self.client.get("/admin/"), "Alice")

    @override_settings(CACHES={"default": {"BACKEND": REDIS, "LOCATION": "redis://127.0.0.1:1"}})
    def test_sign_in_works_while_redis_is_gone(self):
        with self.assertLogs("contactatonce.lib.cache", "ERROR"):
            assert self.sign_in()["Location"] == "/admin/"
        self.assertContains(self.client.get("/admin/"), "Alice")

    def test_deactivated_user_is_signed_out_at_once(self):
        self.sign_in()
        User.objects.filter(pk=self.alice.pk).update(is_active=False)
        assert self.client.get("/admin/")["Location"].startswith(LOGIN)
        assert self.sign_in().status_code == 302
        assert self.client.get("/admin/")["Location"].startswith(LOGIN)

    def test_member_reaches_the_site_but_not_the_admin(self):
        factories.create_member("mia@example.com", "Mia")
        assert self.give_password(email="mia@example.com")["Location"] == "/accounts/"
        assert self.client.get("/admin/").status_code == 403

    @override_settings(ALLOWED_HOSTS=HOSTS)
    def test_next_stays_on_this_host(self):
        factories.create_member("mia@example.com", "Mia")
        answers = {"login": "mia@example.com", "password": "password"}
        for target in (
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "https://www.apartmentchat.com/forum/",
            "javascript:alert(1)",
        ):
            with self.subTest(target):
                response = self.client.post(f"{LOGIN}", {**answers, "next": target})
                assert response["Location"] == "/accounts/"
                self.client.logout()
        response = self.client.post(LOGIN, {**answers, "next": "/forum/topics/7/?page=2"})
        assert response["Location"] == "/forum/topics/7/?page=2"

    def test_admin_answers_on_the_corporate_host_only(self):
        self.client.force_login(self.adam)
        response = self.client.get("/admin/?a=1", headers={"host": "www.apartmentchat.com"})
        assert response["Location"] == "https://www.contactatonce.com/admin/?a=1"

    def test_no_row_decides_where_staff_sign_in(self):
        Brand.objects.filter(pk=self.brand.pk).update(host="attacker.example")
        directory.directory.clear()
        response = self.client.get("/admin/", headers={"host": "www.apartmentchat.com"})
        assert response["Location"] == "https://www.contactatonce.com/admin/"

    def test_public_pages_read_no_session(self):
        response = self.client.get("/contact/")
        assert "Cookie" not in response.get("Vary", "")
        assert response.cookies == {}

    def test_no_ip_address_is_stored_at_sign_in(self):
        self.give_password(password="wrong", REMOTE_ADDR=MARKED)
        self.sign_in(REMOTE_ADDR=MARKED)
        # A POST that is interrupted for a fresh sign-in: allauth would store all of it.
        response = self.client.post(
            "/accounts/2fa/recovery-codes/generate/", {"secret": "x"}, REMOTE_ADDR=MARKED
        )
        assert response["Location"].startswith("/accounts/reauthenticate/?next=")
        stored = [str(session.get_decoded()) for session in Session.objects.all()]
        assert any("account_authentication_methods" in text for text in stored)
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')
                stored += map(str, cursor.fetchall())
        assert [text for text in stored if MARKED in text] == []


class SecondFactorTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.newcomer = factories.create_staff(
            "nell@example.com", "Nell", role="Administrator", has_mfa=False
        )

    def test_admin_stays_closed_without_a_second_factor(self):
        self.client.force_login(self.newcomer)
        paths = {
            "/" + route.replace("<path:object_id>", "1").replace("<int:pk>", "1")
            for route in routes()
            if route.startswith("admin/") and "(?P" not in route and "<uuid" not in route
        } - {"/admin/login/", "/admin/logout/"}
        assert len(paths) > 50
        for path in paths:
            for method in (self.client.get, self.client.post):
                assert method(path).headers.get("Location") == "/accounts/2fa/", path

    def test_sign_out_and_setup_stay_open(self):
        self.client.force_login(self.newcomer)
        self.assertContains(self.client.get("/accounts/2fa/"), "Authenticator")
        assert self.client.post("/admin/logout/")["Location"] == LOGIN

    def test_recovery_codes_are_no_second_factor(self):
        self.newcomer.authenticator_set.create(type="recovery_codes", data={"seed": "x"})
        self.client.force_login(self.newcomer)
        assert self.client.get("/admin/")["Location"] == "/accounts/2fa/"

    def test_database_alone_reveals_no_codes(self):
        stored = self.alice.authenticator_set.get().data["secret"]
        assert factories.TOTP_SECRET not in stored
        with self.settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
            assert decrypt(stored) == factories.TOTP_SECRET
        with self.settings(SECRET_KEY="new"):
            assert decrypt(stored) not in {factories.TOTP_SECRET, ""}

    @override_settings(STAFF_NEED_MFA=False)
    def test_development_can_skip_the_second_factor(self):
        self.client.force_login(self.newcomer)
        assert self.client.get("/admin/").status_code == 200
