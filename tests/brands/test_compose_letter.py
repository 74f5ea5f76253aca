"""Letters say what their templates say, and no value in them can become a header."""

import email
import email.policy
from pathlib import Path

import pytest
from django.core.mail import get_connection
from django.test import override_settings

from contactatonce.brands import directory
from contactatonce.brands.letters import compose
from contactatonce.brands.models import Brand

TEMPLATES = {
    "news/mail/test_subject.txt": "News for {{ name }}\n of  the week\n",
    "news/mail/test_body.txt": "\nHello {{ name }},\n{{ text }}\n\n{{ brand.name }}",
    "news/mail/test_body.html": "<p>Hello {{ name }}</p>",
}
NO_SITES = directory.Sites(brands=(), offices=(), by_host={}, aliases={})


@pytest.fixture(autouse=True)
def templates(settings, monkeypatch):
    monkeypatch.setattr(directory.directory, "get", lambda: NO_SITES)
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]},
        }
    ]


def site(name: str = "Contact At Once!", mail_from: str = "hello@contactatonce.com") -> Brand:
    return Brand(name="Auto Dealer Chat", mail_name=name, mail_from=mail_from)


def letter(brand: Brand | None = None, **changes):
    values = {
        "to": "nora@example.com",
        "message_id": "test-1@www.contactatonce.com",
        "context": {"name": "O'Brien & Søn", "text": "x" * 2000},
        **changes,
    }
    return compose(brand or site(), "news.test", **values)


def parsed(message) -> email.message.EmailMessage:
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def test_text_is_text_and_html_is_html():
    read = parsed(letter())
    assert read["Subject"] == "News for O'Brien & Søn of the week"
    assert read["Message-ID"] == "<test-1@www.contactatonce.com>"
    plain = read.get_body(["plain"]).get_content()
    assert plain.startswith("Hello O'Brien & Søn,\n")
    assert "x" * 2000 in plain
    html = read.get_body(["html"]).get_content()
    assert "O&#x27;Brien &amp; Søn" in html


def test_no_line_is_longer_than_smtp_allows():
    lines = letter().message().as_bytes(linesep="\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 998  # RFC 5321, 4.5.3.1.6


def test_sender_names_of_any_script_are_kept():
    for name in ("Müller", "名前", 'Quote "and" \\slash', "Comma, Inc.", "🚗"):
        read = parsed(letter(site(name)))
        assert read["From"].addresses[0].display_name == name
        assert read["From"].addresses[0].addr_spec == "hello@contactatonce.com"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\n "])
def test_line_ends_in_values_send_nothing(end):
    evil = f"x{end}Bcc: eve@example.com"
    for send in (
        lambda: letter(to=f"nora@example.com{end}Bcc: eve@example.com"),
        lambda: letter(site(evil)),
        lambda: letter(site(mail_from=f"hello@contactatonce.com{end}Bcc: eve@example.com")),
        lambda: letter(message_id=evil),
    ):
        with pytest.raises(ValueError):
            send().message()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x0b", "\x85"])
def test_line_ends_in_subjects_become_spaces(end):
    read = parsed(letter(context={"name": f"x{end}Bcc: eve@example.com"}))
    assert read["Bcc"] is None
    assert read["Subject"] == "News for x Bcc: eve@example.com of the week"


def test_letters_are_marked_as_automatic():
    read = parsed(letter())
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["X-Auto-Response-Suppress"] == "All"


def test_mail_folder_holds_whole_messages_only(tmp_path: Path):
    with override_settings(MAIL_FOLDER=tmp_path / "mail"):
        backend = get_connection("contactatonce.lib.mail.FolderBackend")
        assert backend.send_messages([letter(), letter(message_id="test-2@example.com")]) == 2
        with pytest.raises(ValueError):
            backend.send_messages([letter(to="a@example.com\nBcc: b@example.com")])
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    read = [email.message_from_bytes(file.read_bytes()) for file in files]
    assert [message["Message-ID"] for message in read] == [
        "<test-1@www.contactatonce.com>",
        "<test-2@example.com>",
    ]
