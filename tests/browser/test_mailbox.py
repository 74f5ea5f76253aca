"""A developer reads the mail that their inquiry caused."""

import pytest
from django.core.mail import EmailMultiAlternatives
from playwright.sync_api import expect

from contactatonce.lib.mail import FolderBackend

pytestmark = pytest.mark.browser


def test_a_letter_is_shown_as_text_and_as_html(sites, page, axe, settings, tmp_path):
    settings.ROOT_URLCONF = "tests.pages.test_mailbox"
    settings.MAIL_FOLDER = tmp_path
    letter = EmailMultiAlternatives("Hello", "Plain words", "a@example.com", ["b@example.com"])
    letter.attach_alternative(
        '<html><head></head><body><p style="color: #a00000">Rich words</p></body></html>',
        "text/html",
    )
    FolderBackend().send_messages([letter])
    page.goto(sites.url("autodealerchat", "/dev/mail/"))
    axe(page)
    page.get_by_role("link", name="Hello").click()
    expect(page.get_by_text("Plain words")).to_be_visible()
    rich = page.frame_locator("iframe").get_by_text("Rich words")
    expect(rich).to_be_visible()
    assert rich.evaluate("one => getComputedStyle(one).color") == "rgb(160, 0, 0)"
    axe(page)
