"""Breaches of forms and security; each turns its promises red."""

from pathlib import Path
from unittest import mock

from django.conf import settings

from leads.models.answers import QUESTIONS
from leads.models.questions import Question
from leads.services import capture
from privacy.registry import Category
from tests.promises.sabotage import SabotageTestCase


class FormsTestCase(SabotageTestCase):
    def test_a_form_asks_for_what_the_policy_does_not_list(self):
        birthday = Question(label="Birthday", personal=Category.CONTACT, example="May 4")
        with mock.patch.dict(QUESTIONS, birthday=birthday):
            self.turns_red("P09")

    def test_an_inquiry_is_told_to_nobody(self):
        with mock.patch.object(capture, "tasks", mock.Mock()):
            self.turns_red("P10")

    def test_the_box_for_news_is_ticked_beforehand(self):
        self.under("ticked")
        self.turns_red("P12")


class SecurityTestCase(SabotageTestCase):
    """Production settings, of which one is wrong."""

    production = {
        "IS_LOCAL": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 63_072_000,
        "STAFF_NEED_MFA": True,
    }

    def test_all_on_is_kept(self):
        with self.settings(**self.production):
            assert self.broken("P25") == {}

    def test_each_of_them_off_is_a_breach(self):
        for name, value in (
            ("SECURE_SSL_REDIRECT", False),
            ("SESSION_COOKIE_SECURE", False),
            ("CSRF_COOKIE_SECURE", False),
            ("SECURE_HSTS_SECONDS", 60),
            ("STAFF_NEED_MFA", False),
        ):
            with self.subTest(name), self.settings(**{**self.production, name: value}):
                self.turns_red("P25")

    def test_exports_lie_in_the_public_folder(self):
        with self.settings(MEDIA_ROOT=Path(settings.VAR)):
            self.turns_red("P25")

    def test_code_in_the_page_is_allowed(self):
        policy = {"DIRECTIVES": settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {}}
        policy["DIRECTIVES"]["script-src"] = ["'self'", "'unsafe-inline'"]
        with self.settings(CONTENT_SECURITY_POLICY=policy):
            self.turns_red("P25")
