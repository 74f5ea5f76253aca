"""The one exit for mail, and the mail folder of a development machine."""

import smtplib
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from .email_addresses import on_the_wire


class Refused(Exception):
    """The mail server will never take this recipient; the message says why, without the address."""


def hand_over(message: EmailMessage) -> None:
    """Give `message` to the mail server; raise Refused if it will never take this recipient.

    Recipients are written as SMTP takes them, whatever form they were stored in.
    """
    try:
        message.to = [on_the_wire(address) for address in message.to]
    except ValueError:  # its words may quote a part of the address
        raise Refused("No mail server can deliver to this address") from None
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and all(code >= 500 for code in codes):
            raise Refused(f"Refused by the mail server: {codes[0]}") from error
        raise


class FolderBackend(BaseEmailBackend):
    """Development's mail server: write each message to an .eml file in `settings.MAIL_FOLDER`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
            unfinished = folder / f".{name}.part"
            as_sent = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # linesep is Django's own
            unfinished.write_bytes(as_sent)
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)
