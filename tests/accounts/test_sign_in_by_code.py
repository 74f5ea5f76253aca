"""Sign-in by a mailed code, which no job and no log holds."""

import re
from datetime import timedelta

import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.accounts.base import work_off
from tests.base import SiteTestCase

ASK, ENTER = "/accounts/login/code/", "/accounts/login/code/confirm/"


class SignInByCodeTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.mia = factories.create_member("mia@example.com", "Mia")

    def setUp(self) -> None:
        super().setUp()
        cache.clear()

    def ask(self, email="mia@example.com", **extra):
        return self.client.post(ASK, {"email": email}, **extra)

    def code(self):
        work_off()
        return re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[-1].body, re.MULTILINE)[0]

    def enter(self, code, **answers):
        return self.client.post(ENTER, {"code": code, **answers})

    def is_in(self):
        return self.client.get("/accounts/").status_code == 200

    def test_code_from_the_letter_signs_in(self):
        assert self.ask()["Location"] == ENTER
        code = self.code()
        assert self.enter(code.lower().replace("-", " "))["Location"] == "/accounts/"
        assert self.is_in()

    def test_next_is_kept_on_the_way(self):
        answer = self.client.post(ASK, {"email": "mia@example.com", "next": "/forum/"})
        assert answer["Location"] == f"{ENTER}?next=%2Fforum%2F"
        assert self.enter(self.code(), next="/forum/")["Location"] == "/forum/"

    def test_no_job_holds_the_code(self):
        self.ask()
        [job] = DBTaskResult.objects.values_list("args_kwargs", flat=True)
        code = self.code()
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = map(str, cursor.fetchall())
                assert [row for row in rows if code in row or code.replace("-", "") in row] == []
        assert "@" not in str(job)

    def test_code_works_in_one_browser_and_for_15_minutes(self):
        self.ask()
        code = self.code()
        other = self.client_class(HTTP_HOST=self.host)
        assert other.post(ENTER, {"code": code}).status_code == 302
        assert other.get("/accounts/").status_code == 302
        with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
            self.enter(code)
            assert not self.is_in()

    def test_third_wrong_code_ends_the_attempt(self):
        self.ask()
        code = self.code()
        for _ in range(3):
            self.enter("BBBB-BBBB")
        self.enter(code)
        assert not self.is_in()

    def test_unknown_address_gets_the_same_answer(self):
        known, page = self.ask(), self.client.get(ENTER).text
        self.client.cookies.clear()
        unknown, other = self.ask("nobody@example.com"), self.client.get(ENTER).text
        assert known["Location"] == unknown["Location"]
        token = re.compile(r'value="\w{64}"')
        shown = other.replace("nobody@example.com", "mia@example.com")
        assert token.sub("", page) == token.sub("", shown)
        work_off()
        assert [letter.to for letter in mail.outbox] == [["mia@example.com"]]

    def test_code_opens_a_new_account_and_confirms_its_address(self):
        self.client.post("/accounts/signup/", {"email": "zoe@example.com", "display_name": "Zoe"})
        self.ask("zoe@example.com")
        self.enter(self.code())
        assert self.is_in()
        assert EmailAddress.objects.get(email="zoe@example.com").verified

    def test_address_changed_by_staff_is_confirmed_after_the_code(self):
        EmailAddress.objects.all().delete()
        self.ask()
        assert self.enter(self.code())["Location"] == "/accounts/confirm-email/"
        work_off()
        assert mail.outbox[-1].subject == "Confirm your e-mail address"
        assert not self.is_in()

    def test_deactivated_account_gets_no_code(self):
        type(self.mia).objects.update(is_active=False)
        self.ask()
        work_off()
        assert mail.outbox == []

    def test_codes_to_a_mailbox_are_limited(self):
        for number in range(5):
            self.client.cookies.clear()
            self.ask(REMOTE_ADDR=f"198.51.{number}.1")
        work_off()
        assert len(mail.outbox) == 3

    def test_code_does_not_replace_a_second_factor(self):
        factories.create_staff("alice@example.com", "Alice", role="Sales")
        self.ask("alice@example.com")
        assert self.enter(self.code(), remember="on")["Location"] == "/accounts/2fa/authenticate/"
        assert self.client.get("/admin/").status_code == 302
