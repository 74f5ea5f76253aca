"""Sending an inquiry with a real browser: without script and cookies, and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from leads.models import Inquiry
from leads.seed import load_forms
from tests.base import SITES
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
SLUGS = [site["slug"] for site in SITES]
MESSAGE = "Please show me how the chat looks on a page of ours."
SEND = "main button[type=submit]"


@pytest.fixture
def contact(sites):
    """The address of a site's contact page, with its form."""
    load_forms()
    return lambda slug="autodealerchat": sites.url(slug, "/contact/")


@pytest.mark.parametrize("slug", SLUGS)
def test_without_script_and_cookies_an_inquiry_ends_on_its_receipt(bare_page, contact, slug):
    bare_page.goto(contact(slug))
    bare_page.fill("[name=email]", "nora@example.com")
    bare_page.fill("[name=message]", MESSAGE)
    bare_page.click(SEND)
    expect(bare_page.locator(".receipt-reference")).to_be_visible()
    inquiry = Inquiry.objects.get()
    expect(bare_page.locator(".receipt-reference")).to_have_text(inquiry.reference)
    assert inquiry.brand.slug == slug
    assert "trap" not in {reason["code"] for reason in inquiry.spam_reasons}
    assert not bare_page.context.cookies()


def test_going_back_and_sending_again_leads_to_the_same_receipt(bare_page, contact):
    bare_page.goto(contact())
    bare_page.fill("[name=email]", "nora@example.com")
    bare_page.fill("[name=message]", MESSAGE)
    bare_page.click(SEND)
    expect(bare_page.locator(".receipt-reference")).to_be_visible()
    receipt = bare_page.url
    bare_page.go_back()
    bare_page.fill("[name=email]", "nora@example.com")
    bare_page.fill("[name=message]", MESSAGE)
    bare_page.click(SEND)
    expect(bare_page).to_have_url(receipt)
    assert Inquiry.objects.count() == 1


def test_after_an_error_the_focus_is_on_the_summary_whose_link_leads_to_the_field(
    bare_page, contact
):
    bare_page.goto(contact())
    bare_page.fill("[name=message]", MESSAGE)
    bare_page.click(SEND)
    expect(bare_page.locator(".error-summary")).to_be_focused()
    bare_page.keyboard.press("Tab")
    bare_page.keyboard.press("Enter")
    bare_page.keyboard.press("Tab")
    bare_page.keyboard.press("Shift+Tab")
    expect(bare_page.locator("[name=email]")).to_be_focused()
    expect(bare_page.locator("[name=message]")).to_have_value(MESSAGE)


def test_the_keyboard_reaches_every_field_and_never_the_trap(page, contact):
    page.goto(contact())
    page.locator("[name=subject]").focus()
    reached = []
    for _ in range(20):
        if page.evaluate("document.activeElement.localName") == "summary":
            page.keyboard.press("Enter")  # unfolds the mailing address
            page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name")
        reached.append(name)
        page.keyboard.press("Tab")
        if name == "news":
            break
    assert reached[:2] == ["subject", "message"]
    assert reached[-6:] == ["street", "city", "region", "postal_code", "country", "news"]
    assert not [name for name in reached if name.startswith("x")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_form_errors_and_receipt(new_page, contact, axe, size, scheme):
    page = new_page(viewport=size, color_scheme=scheme)
    page.goto(contact())
    axe(page)
    page.fill("[name=email]", "nobody")
    page.click(SEND)
    expect(page.locator(".error-summary")).to_be_visible()
    axe(page)
    page.fill("[name=email]", "nora@example.com")
    page.fill("[name=message]", MESSAGE)
    page.click(SEND)
    expect(page.locator(".receipt")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_form_is_never_wider_than_its_window(new_page, contact, width):
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(contact())
    page.click(SEND)
    expect(page.locator(".error-summary")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
