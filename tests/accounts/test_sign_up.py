"""Sign-up: open to anyone, reveals no account, gives no right, and needs a confirmed address."""

import re
from unittest import mock

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from tests import factories
from tests.accounts.base import work_off
from tests.base import HOSTS, SiteTestCase

PAGE = "/accounts/signup/"
EVE = {"email": "Eve@Example.com", "display_name": "Eve"}
NEW = {"password1": "nine-Lamps-7", "password2": "nine-Lamps-7"}
MARKED = "203.0.113.77"


class SignUpTestCase(SiteTestCase):
    def setUp(self) -> None:
        super().setUp()
        cache.clear()

    def sign_up(self, **answers):
        return self.client.post(PAGE, {**EVE, **answers})

    def mailed_link(self):
        work_off()
        found = re.search(r"https://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
        return found[1]

    def sign_in(self, password="nine-Lamps-7"):
        answers = {"login": "eve@example.com", "password": password}
        return self.client.post("/accounts/login/", answers)

    def test_account_opens_by_a_password_set_with_the_mailed_link(self):
        assert self.sign_up()["Location"] == "/accounts/confirm-email/"
        form = self.client.get(self.mailed_link())["Location"]
        assert not EmailAddress.objects.get().verified, "mail scanners follow links"
        answer = self.client.post(form, NEW)
        self.assertContains(self.client.get(answer["Location"]), "Your password is set")
        assert EmailAddress.objects.get().verified
        assert self.sign_in()["Location"] == "/accounts/"

    def test_no_stranger_chooses_the_password_of_an_account(self):
        self.sign_up(password="ten-Lamps-8", password1="ten-Lamps-8", password2="ten-Lamps-8")
        assert not User.objects.get().has_usable_password()
        self.assertContains(self.sign_in("ten-Lamps-8"), "not correct")
        self.client.post(self.client.get(self.mailed_link())["Location"], NEW)
        self.client.cookies.clear()
        self.assertContains(self.sign_in("ten-Lamps-8"), "not correct")
        assert self.sign_in()["Location"] == "/accounts/"

    def test_sign_up_gives_no_right(self):
        self.sign_up(is_staff="on", is_superuser="on", is_active="on", groups=["1"])
        eve = User.objects.get()
        assert (eve.email, eve.display_name) == ("eve@example.com", "Eve")
        assert not (eve.is_staff or eve.is_superuser or eve.groups.exists())

    def test_known_address_gets_the_same_answer_and_a_letter(self):
        factories.create_member("eve@example.com", "Eve")
        known = self.sign_up()
        unknown = self.sign_up(email="new@example.com")
        assert (known.status_code, known["Location"]) == (302, unknown["Location"])
        assert known.cookies.keys() == unknown.cookies.keys()
        work_off()
        letters = {letter.to[0]: letter.subject for letter in mail.outbox}
        assert letters == {
            "eve@example.com": "You already have an account",
            "new@example.com": "Choose your password",
        }
        assert User.objects.filter(email="eve@example.com").count() == 1

    def test_sign_up_hashes_no_password_for_any_address(self):
        factories.create_member("eve@example.com", "Eve")
        with mock.patch.object(MD5PasswordHasher, "encode") as encode:
            for email in ("eve@example.com", "new@example.com"):
                self.sign_up(email=email, password1="nine-Lamps-7")
        assert User.objects.filter(email="new@example.com").exists()
        assert not encode.called

    def test_letter_repeats_no_words_of_a_stranger(self):
        self.sign_up(display_name="Win at spam.example")
        cache.clear()  # the second letter would have to wait
        self.sign_up(display_name="Win at spam.example")
        work_off()
        texts = [letter.message().as_string() for letter in mail.outbox]
        assert len(texts) == 2
        assert [text for text in texts if "spam.example" in text] == []

    def test_name_is_one_plain_line(self):
        self.sign_up(display_name="  Eve\n\u202eevil\x07  of\tOz ")
        assert User.objects.get().display_name == "Eve evil of Oz"

    def test_a_name_of_ours_is_refused(self):
        factories.create_staff("ada@example.com", "Ada Lovelace", role="Sales")
        for name in ("Contact At Once! Support", "Ada L0velace"):
            self.assertContains(self.sign_up(display_name=name), "Please choose another")
        assert not User.objects.filter(is_staff=False).exists()

    def test_name_of_81_characters_is_refused(self):
        self.assertContains(self.sign_up(display_name="x" * 81), "at most 80 characters")
        self.assertContains(self.sign_up(display_name=" \u200b "), "This field is required")
        assert not User.objects.exists()

    def test_no_session_starts_before_the_sign_in(self):
        for answer in (
            self.client.get(PAGE),
            self.sign_up(),
            self.client.get("/accounts/confirm-email/"),
            self.client.get("/accounts/login/"),
            self.client.post("/accounts/password/reset/", {"email": "eve@example.com"}),
        ):
            assert set(answer.cookies) <= {"csrf"}
        assert set(self.client.cookies) == {"csrf"}
        assert "session" in self.client.get(self.mailed_link()).cookies

    def test_letter_leads_back_to_the_site_of_the_sign_up(self):
        for host in HOSTS:
            mail.outbox.clear()
            self.client.post(PAGE, {**EVE, "email": f"eve@{host}"}, headers={"host": host})
            work_off()
            assert f"https://{host}/accounts/password/reset/key/" in mail.outbox[0].body

    def test_twenty_first_sign_up_of_a_network_has_to_wait(self):
        answers = [self.sign_up(email=f"eve{number}@example.com") for number in range(21)]
        assert [answer.status_code for answer in answers] == [302] * 20 + [429]

    def test_no_ip_address_and_no_link_is_stored(self):
        for path, answers in (
            (PAGE, EVE),
            ("/accounts/login/code/", {"email": "eve@example.com"}),
            ("/accounts/password/reset/", {"email": "eve@example.com"}),
        ):
            self.client.post(path, answers, REMOTE_ADDR=MARKED)
        jobs = [str(job.args_kwargs) for job in DBTaskResult.objects.all()]
        assert len(jobs) == 3
        assert [job for job in jobs if "@" in job or "/" in job] == []
        stored = []
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')
                stored += map(str, cursor.fetchall())
        assert [text for text in stored if MARKED in text] == []
