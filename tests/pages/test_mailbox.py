"""The development machine's mail can be read there, and nowhere else."""

import importlib
from types import SimpleNamespace

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import include, path

import contactatonce.urls
from contactatonce.brands.sites import load_sites
from contactatonce.lib.mail import FolderBackend

urlpatterns = [
    path("dev/mail/", include("contactatonce.mailbox")),
    path("", include("contactatonce.urls")),
]


@pytest.fixture
def mail(client, db, settings, tmp_path):
    """Return functions that send a letter and that get a page of the mailbox."""
    settings.ROOT_URLCONF = __name__
    settings.MAIL_FOLDER = tmp_path / "mail"
    load_sites()

    def send(subject: str, text: str = "Text", html: str = "", **fields) -> str:
        message = EmailMultiAlternatives(
            subject, text, "a@example.com", ["b@example.com"], **fields
        )
        if html:
            message.attach_alternative(html, "text/html")
        FolderBackend().send_messages([message])
        return max(file.stem for file in settings.MAIL_FOLDER.glob("*.eml"))

    def get(address: str):
        return client.get(address, headers={"host": "www.contactatonce.com"})

    return SimpleNamespace(send=send, get=get)


def test_an_empty_mailbox_says_so(mail):
    assert "None yet" in mail.get("/dev/mail/").content.decode()


def test_letters_are_listed_newest_first_with_their_subjects_decoded(mail):
    mail.send("Grüße an Zoë")
    mail.send("Second")
    page = mail.get("/dev/mail/").content.decode()
    assert page.index("Second") < page.index("Grüße an Zoë")


def test_a_letter_shows_headers_text_and_working_links(mail):
    name = mail.send(
        "Hello",
        "Ça va? https://www.contactatonce.com/x/",
        headers={"Auto-Submitted": "auto-replied"},
    )
    page = mail.get(f"/dev/mail/{name}/").content.decode()
    assert "Ça va?" in page
    assert 'href="https://www.contactatonce.com/x/"' in page
    assert "Auto-Submitted" in page
    assert "auto-replied" in page
    assert "<iframe" not in page


def test_html_is_shown_in_a_frame_that_can_do_nothing(mail):
    name = mail.send("Hello", html="<html><head></head><p style='color:red'>Rich</p></html>")
    assert f'src="/dev/mail/{name}/html/"' in mail.get(f"/dev/mail/{name}/").content.decode()
    framed = mail.get(f"/dev/mail/{name}/html/")
    assert "Rich" in framed.content.decode()
    policy = framed["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


def test_markup_in_a_letter_is_shown_as_text(mail):
    name = mail.send("<b>bold</b>", "<script>alert(1)</script>")
    page = mail.get(f"/dev/mail/{name}/").content.decode()
    assert "<b>bold" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("name", ["1-00000000", "..%2f..%2fdb", "1-0000000g"])
def test_what_is_no_letter_is_not_found(mail, name):
    assert mail.get(f"/dev/mail/{name}/").status_code == 404


@pytest.mark.parametrize(("debug", "status"), [(True, 200), (False, 404)])
def test_the_mailbox_exists_only_with_debug_on(mail, settings, debug, status):
    settings.DEBUG = debug
    try:
        importlib.reload(contactatonce.urls)
        settings.ROOT_URLCONF = "contactatonce.urls"
        assert mail.get("/dev/mail/").status_code == status
    finally:
        settings.DEBUG = False
        importlib.reload(contactatonce.urls)
