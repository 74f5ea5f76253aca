"""A letter is what its templates say, and no value in it can become a header."""

import email
import email.policy
from pathlib import Path

import pytest
from django.core.mail import get_connection
from django.test import override_settings

from contactatonce.lib.mail import compose

TEMPLATES = {
    "emails/test-subject.txt": "News for {{ name }}\n of  the week\n",
    "emails/test-body.txt": "\nHello {{ name }},\n{{ text }}\n\n",
    "emails/test-body.html": "<p>Hello {{ name }}</p>",
}


@pytest.fixture(autouse=True)
def templates(settings):
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]},
        }
    ]


def letter(**changes):
    values = {
        "to": ["nora@example.com"],
        "sender": ("Contact At Once!", "hello@contactatonce.com"),
        "context": {"name": "O'Brien & Søn", "text": "x" * 2000},
        "message_id": "test-1@www.contactatonce.com",
        **changes,
    }
    return compose("test", **values)


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


def test_names_of_any_script_come_through():
    for name in ("Müller", "名前", 'Quote "and" \\slash', "Comma, Inc.", "🚗"):
        read = parsed(letter(sender=(name, "hello@contactatonce.com")))
        assert read["From"].addresses[0].display_name == name
        assert read["From"].addresses[0].addr_spec == "hello@contactatonce.com"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\n "])
def test_a_line_end_in_a_value_sends_nothing(end):
    evil = f"x{end}Bcc: eve@example.com"
    for changes in (
        {"to": [f"nora@example.com{end}Bcc: eve@example.com"]},
        {"sender": (evil, "hello@contactatonce.com")},
        {"sender": ("Name", f"hello@contactatonce.com{end}Bcc: eve@example.com")},
        {"reply_to": [evil]},
        {"message_id": evil},
        {"headers": {"X-Test": evil}},
    ):
        with pytest.raises(ValueError):
            letter(**changes).message()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x0b", "\x85"])
def test_a_line_end_in_a_subject_becomes_a_space(end):
    read = parsed(letter(context={"name": f"x{end}Bcc: eve@example.com"}))
    assert read["Bcc"] is None
    assert read["Subject"] == "News for x Bcc: eve@example.com of the week"


def test_headers_and_reply_address_are_kept():
    read = parsed(letter(headers={"Auto-Submitted": "auto-replied"}, reply_to=["a+b@example.com"]))
    assert read["Auto-Submitted"] == "auto-replied"
    assert read["Reply-To"] == "a+b@example.com"


def test_the_folder_holds_whole_messages_only(tmp_path: Path):
    with override_settings(MAIL_FOLDER=tmp_path / "mail"):
        backend = get_connection("contactatonce.lib.mail.FolderBackend")
        assert backend.send_messages([letter(), letter(message_id="test-2@example.com")]) == 2
        with pytest.raises(ValueError):
            backend.send_messages([letter(to=["a@example.com\nBcc: b@example.com"])])
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    read = [email.message_from_bytes(file.read_bytes()) for file in files]
    assert [message["Message-ID"] for message in read] == [
        "<test-1@www.contactatonce.com>",
        "<test-2@example.com>",
    ]
