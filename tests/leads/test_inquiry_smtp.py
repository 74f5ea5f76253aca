"""A mail server that is down does not affect the visitor; the mails are sent later, once."""

import socket
import threading
from datetime import timedelta

import time_machine
from aiosmtpd.controller import Controller
from django.test import override_settings
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from leads.models import Event, Inquiry
from tests import factories
from tests.base import run_jobs
from tests.running import free_port

from .base import InquiryTestCase


class PostOffice:
    """A real SMTP server that stores its mails; `answers` maps a recipient to a refusal."""

    def __init__(self, port: int, answers: dict[str, str] | None = None) -> None:
        self.letters = []
        self.answers = answers or {}
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if refusal := self.answers.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos[0], envelope.content))
        return "250 OK"

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *error):
        self.controller.stop()


class HangingPostOffice:
    """A server that accepts connections and never answers."""

    def __init__(self, port: int) -> None:
        self.listener = socket.create_server(("127.0.0.1", port))
        self.held = []
        self.thread = threading.Thread(target=self.accept, daemon=True)

    def accept(self) -> None:
        while True:
            try:
                self.held.append(self.listener.accept()[0])
            except OSError:
                return

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.held:
            connection.close()
        self.thread.join()


class SmtpTestCase(InquiryTestCase):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.form.notified.add(factories.create_staff("alice@example.com", "Alice", role=None))
        settings = override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=self.port,
            EMAIL_TIMEOUT=0.2,
        )
        settings.enable()
        self.addCleanup(settings.disable)

    def test_mails_are_sent_once_after_a_refusing_server_recovers(self):
        assert self.send().status_code == 303
        run_jobs()
        self.assert_waiting(2)
        with PostOffice(self.port) as office:
            self.minutes_later(1)
            self.minutes_later(60)
        assert sorted(to for to, _ in office.letters) == ["alice@example.com", "nora@example.com"]
        self.assert_waiting(0)

    def test_mails_are_sent_once_after_a_hanging_server_recovers(self):
        with HangingPostOffice(self.port):
            assert self.send().status_code == 303
            run_jobs()
            self.assert_waiting(2)
        with PostOffice(self.port) as office:
            self.minutes_later(1)
            self.minutes_later(60)
        assert sorted(to for to, _ in office.letters) == ["alice@example.com", "nora@example.com"]

    def test_deferred_recipient_is_retried(self):
        self.send()
        with PostOffice(self.port, {"nora@example.com": "451 Greylisted, try later"}) as office:
            run_jobs()
            assert [to for to, _ in office.letters] == ["alice@example.com"]
            office.answers.clear()
            self.minutes_later(1)
            assert [to for to, _ in office.letters] == ["alice@example.com", "nora@example.com"]

    def test_permanently_refused_recipient_is_not_retried(self):
        self.send()
        with PostOffice(self.port, {"nora@example.com": "550 No such user"}) as office:
            run_jobs()
            self.minutes_later(60)
            told = [to for to, _ in office.letters]
            assert told == ["alice@example.com"] * 2  # the notice, and that it was refused
        event = Inquiry.objects.get().lead.events.get(kind=Event.Kind.UNDELIVERED)
        assert event.text == "Refused by the mail server: 550"
        self.assert_waiting(0)

    def test_retried_mail_is_unchanged(self):
        self.send()
        run_jobs()
        with PostOffice(self.port) as office:
            self.minutes_later(1)
        reference = Inquiry.objects.get().reference
        letter = next(content for to, content in office.letters if to == "nora@example.com")
        assert f"Message-ID: <inquiry-{reference}@www.contactatonce.com>".encode() in letter

    def minutes_later(self, minutes: int) -> None:
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            run_jobs()

    def assert_waiting(self, number: int) -> None:
        waiting = DBTaskResult.objects.filter(
            status=TaskResultStatus.READY, task_path__startswith="leads."
        )
        assert waiting.count() == number
        assert not DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).exists()
