"""Signing in with a real browser: authenticator app, passkey, recovery codes."""

import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


def code(secret: str, *, ahead: int = 0) -> str:
    """Return what an authenticator app shows now, or `ahead` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


@pytest.fixture
def newcomer(sites):
    """A colleague without a second factor."""
    return factories.create_staff("nell@example.com", "Nell", role="Administrator", has_mfa=False)


@pytest.fixture
def address(sites):
    """Return addresses by name: browsers make no passkeys for a bare network address."""
    return lambda path: f"http://localhost:{sites.port}{path}"


def give_password(page, address):
    page.goto(address("/admin/"))
    page.get_by_label("E-mail address").fill("nell@example.com")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_access(page):
    """Give the password once more, where the page asks for it."""
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Confirm").click()


def sign_out(page, address):
    page.goto(address("/accounts/2fa/"))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(address("/accounts/login/"))


def plug_in_authenticator(page):
    """Give the browser a virtual passkey store, as a phone or a laptop has one."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_staff_set_up_an_app_first_and_sign_in_with_its_code(newcomer, address, page):
    give_password(page, address)
    page.wait_for_url(address("/accounts/2fa/"))
    expect(page.get_by_text("First set up a second factor")).to_be_visible()
    page.get_by_role("link", name="Activate").click()
    confirm_access(page)
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code(secret))
    page.get_by_role("button", name="Activate").click()
    page.wait_for_url(address("/accounts/2fa/recovery-codes/"))
    page.goto(address("/admin/"))
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()

    sign_out(page, address)
    give_password(page, address)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign In", exact=True).click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.get_by_label("Code").fill(code(secret, ahead=1))
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url(address("/admin/"))


def test_a_passkey_is_made_and_is_enough_to_sign_in(newcomer, address, page):
    plug_in_authenticator(page)
    give_password(page, address)
    page.get_by_role("link", name="Add").click()
    confirm_access(page)
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    assert Authenticator.objects.get(user=newcomer, type="webauthn").wrap().is_passwordless

    sign_out(page, address)
    page.goto(address("/admin/"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(address("/admin/"))
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()


def test_a_passkey_answers_for_the_code_after_a_password(newcomer, address, page):
    plug_in_authenticator(page)
    give_password(page, address)
    page.get_by_role("link", name="Add").click()
    confirm_access(page)
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    sign_out(page, address)
    give_password(page, address)
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(address("/admin/"))


def test_recovery_codes_let_in_who_lost_the_app(newcomer, address, page):
    give_password(page, address)
    page.get_by_role("link", name="Activate").click()
    confirm_access(page)
    page.get_by_label("Authenticator code").fill(
        code(page.get_by_label("Authenticator secret").input_value())
    )
    page.get_by_role("button", name="Activate").click()
    [recovery, *_] = page.get_by_label("Unused codes").input_value().split()
    sign_out(page, address)
    give_password(page, address)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url(address("/admin/"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_the_pages_of_an_account(
    newcomer, sites, new_page, axe, sign_in, scheme, size
):
    page = new_page(viewport=size, color_scheme=scheme)
    for path in ("login", "password/reset", "inactive", "confirm-email", "password/reset/key/1-x"):
        page.goto(sites.url("contactatonce", f"/accounts/{path}/"))
        axe(page)
    sign_in(page, newcomer)
    for path in ("2fa", "2fa/webauthn", "reauthenticate", "password/change", "email", "logout"):
        page.goto(sites.url("contactatonce", f"/accounts/{path}/"))
        assert urlsplit(page.url).path == f"/accounts/{path}/"
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.goto(sites.url("contactatonce", "/accounts/2fa/totp/activate/"))
    confirm_access(page)
    page.get_by_role("heading", name="Activate").wait_for()
    axe(page)
