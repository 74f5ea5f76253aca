"""A member signs up, signs in, looks at the account and signs out; no script runs."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from contactatonce.accounts.models import User
from tests import factories
from tests.accounts.base import work_off
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


def link_in_the_letter(sites):
    work_off()
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    return sites.url("dealerchatblog", path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_member_signs_up_and_out_without_script(sites, new_page, axe, scheme, size):
    page = new_page(viewport=size, color_scheme=scheme, java_script_enabled=False)
    checked = new_page(viewport=size, color_scheme=scheme)  # axe is a script

    def look(path):
        checked.goto(sites.url("dealerchatblog", path))
        axe(checked)
        assert checked.evaluate("document.documentElement.scrollWidth") <= size["width"]

    look("/accounts/login/")
    page.goto(sites.url("dealerchatblog", "/accounts/login/"))
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.get_by_role("link", name="Sign up").click()
    look("/accounts/signup/")
    page.get_by_label("E-mail address").fill("mia@example.com")
    page.get_by_label("Your name").fill("Mia")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrf"}
    page.goto(link_in_the_letter(sites))
    page.get_by_label("New Password", exact=True).fill("nine-Lamps-7")
    page.get_by_label("New Password (again)").fill("nine-Lamps-7")
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill("mia@example.com")
    page.get_by_label("Password").fill("nine-Lamps-7")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert User.objects.get(email="mia@example.com").display_name == "Mia"


def test_member_signs_in_with_a_mailed_code(sites, page, axe):
    factories.create_member("mia@example.com", "Mia")
    page.goto(sites.url("apartmentchat", "/accounts/login/"))
    page.get_by_role("link", name="Get a code by e-mail").click()
    axe(page)
    page.get_by_label("E-mail address").fill("mia@example.com")
    page.get_by_role("button", name="Send me a code").click()
    axe(page)
    work_off()
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    page.get_by_label("Code").fill(code)
    page.get_by_label("Stay signed in").check()
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    axe(page)
    lasting = {cookie["name"]: cookie["expires"] for cookie in page.context.cookies()}
    assert lasting["session"] > 0 > lasting["csrf"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_the_pages_of_a_member(sites, new_page, axe, sign_in, scheme, size):
    mia = factories.create_member("mia@example.com", "Mia")
    page = new_page(viewport=size, color_scheme=scheme)
    sign_in(page, mia)
    for path in ("", "email/", "sessions/", "data/deletion/"):
        page.goto(sites.url("contactatonce", f"/accounts/{path}"))
        if path == "data/deletion/":
            page.get_by_label("Password").fill("password")
            page.get_by_role("button", name="Confirm").click()
            expect(page.get_by_role("heading", name="Delete your account")).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Confirmed: we have your request").first).to_be_visible()
    axe(page)
