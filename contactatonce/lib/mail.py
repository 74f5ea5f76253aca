"""Letters: one name, three templates, one message."""

import smtplib
import time
import uuid
from collections.abc import Mapping, Sequence
from email.utils import formataddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.template import Context, Engine
from django.template.loader import render_to_string


def compose(
    letter: str,
    *,
    to: Sequence[str],
    sender: tuple[str, str],
    context: Mapping[str, Any],
    message_id: str,
    headers: Mapping[str, str] | None = None,
    reply_to: Sequence[str] = (),
) -> EmailMultiAlternatives:
    """Return the letter `letter`, ready to send, from its three templates.

    `sender` is a display name and an address; `message_id` is the whole Message-ID value without
    angle brackets (RFC 5322), stable over retries so that a doubled hand-over can be recognized.
    """
    subject = " ".join(render_text(f"emails/{letter}-subject.txt", context).split())
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_text(f"emails/{letter}-body.txt", context).strip() + "\n",
        from_email=formataddr(sender),
        to=list(to),
        reply_to=list(reply_to),
        headers={"Message-ID": f"<{message_id}>", **(headers or {})},
    )
    message.attach_alternative(render_to_string(f"emails/{letter}-body.html", context), "text/html")
    return message


def render_text(name: str, context: Mapping[str, Any]) -> str:
    """Render a template of plain text: an apostrophe stays one."""
    return Engine.get_default().get_template(name).render(Context(dict(context), autoescape=False))


class Refused(Exception):
    """No mail will ever reach this recipient; the message says why, without the address."""


def hand_over(message: EmailMessage) -> None:
    """Give `message` to the mail server; raise Refused if it will never take this recipient.

    Django writes letters outside ASCII before the @ as an encoded word, which is another mailbox:
    it does not speak SMTPUTF8 (RFC 6531).
    """
    if not all(address.rpartition("@")[0].isascii() for address in message.to):
        raise Refused("We cannot mail to letters outside ASCII before the @")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and all(code >= 500 for code in codes):
            raise Refused(f"Refused by the mail server: {codes[0]}") from error
        raise


class FolderBackend(BaseEmailBackend):
    """Development's post office: each message becomes one .eml file in `settings.MAIL_FOLDER`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
            unfinished = folder / f".{name}.part"
            as_sent = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
            unfinished.write_bytes(as_sent)
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)
