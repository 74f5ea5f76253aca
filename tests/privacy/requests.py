"""Sending privacy requests in tests, and reading the mail that they cause."""

import re
from datetime import datetime
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone

from contactatonce.lib import form_tokens
from privacy.models import PrivacyRequest
from privacy.rights import intake
from privacy.rights.request_links import status_token
from privacy.seed import load_documents
from tests.base import StaffTestCase, run_jobs
from tests.privacy.people import ADA

CONFIRM_LINK = re.compile(r"/privacy/requests/confirm/[\w-]+/")
STATUS_LINK = re.compile(r"/privacy/requests/status/[\w-]+/")


class DeadMail(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError


class RequestTestCase(StaffTestCase):
    """The five sites, the staff, the documents in force, and a visitor without cookies."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        load_documents()

    def setUp(self) -> None:
        super().setUp()
        cache.clear()
        self.visitor = Client(enforce_csrf_checks=True, HTTP_HOST=self.host)

    def send(self, *, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        """Post the public form as a browser does."""
        form = {
            "kind": "access",
            "email": ADA,
            "form_token": form_tokens.mint("privacy:request"),
            **fields,
        }
        return self.visitor.post("/privacy/requests/", form, headers=headers)

    def work(self) -> None:
        """Let the worker do what waits."""
        run_jobs()

    def confirm_link(self, number: int = -1) -> str:
        links = [found[0] for sent in mail.outbox if (found := CONFIRM_LINK.search(str(sent.body)))]
        return links[number]

    def confirm(self, link: str = "", *, most: int = 1) -> Any:
        """Open a mailed link, tick the newest of what it shows, and press the button."""
        link = link or self.confirm_link()
        references = self.waiting(link)[:most]
        return self.visitor.post(link, {"reference": references})

    def waiting(self, link: str) -> list[str]:
        """Return the references of the requests that a mailed link shows, newest first."""
        page = self.visitor.get(link).content.decode()
        return re.findall(r'name="reference"[^>]* value="(\w+)"', page)

    def confirmed(self, *, kind: str = "access", email: str = ADA, **fields: Any) -> PrivacyRequest:
        """Return a request that was sent, confirmed by its link, and acknowledged by mail."""
        cache.clear()  # so that the limit of mails plays no part
        self.send(kind=kind, email=email, **fields)
        self.work()
        self.confirm()
        self.work()
        return PrivacyRequest.objects.latest("pk")

    def entered(
        self, *, received_at: datetime | None = None, kind: str = "access", email: str = ADA
    ) -> PrivacyRequest:
        """Return a request that came by letter and whose sender staff have made sure of."""
        request = intake.enter(
            brand=self.brand,
            kind=kind,
            email=email,
            channel="letter",
            received_at=received_at or timezone.now(),
            by=self.dora,
        )
        intake.confirm_by_staff(request, checked="letter", by=self.dora)
        return request

    def status_path(self, request: PrivacyRequest) -> str:
        return f"/privacy/requests/status/{status_token(request)}/"


def step_fields(action: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what the button of a step sends for its fields: `row` is the row it belongs to."""
    row = {"row": fields["row"]} if "row" in fields else {}
    form = "-".join([action, *map(str, row.values())])
    return row | {f"{form}-{name}": value for name, value in fields.items() if name not in row}
