"""The data of the record page."""

from typing import Any

from django.core.paginator import Page
from django.utils.functional import cached_property
from django_tasks_db.models import DBTaskResult

from contactatonce.lib.admin import BoundedPaginator
from leads.models import Activity, Answer, Correction, Event, Inquiry, Lead, SavedReply
from leads.services import replies
from privacy.models import Consent

EVENTS_A_PAGE = 30
OTHERS_SHOWN = 5
MOST_REPLIES = 200


class Record:
    """The data of the record page; each part is queried once, when it is rendered."""

    def __init__(self, lead: Lead, request: Any) -> None:
        self.lead = lead
        self.inquiry = lead.inquiry
        self.request = request

    @cached_property
    def corrections(self) -> list[Correction]:
        return list(self.inquiry.corrections.order_by("pk"))

    @cached_property
    def latest(self) -> Correction | Inquiry:
        return self.corrections[-1] if self.corrections else self.inquiry

    @cached_property
    def versions(self) -> list[Correction | Inquiry]:
        """All versions of the visitor's answers, newest first."""
        return [*reversed(self.corrections), self.inquiry]

    @cached_property
    def events(self) -> Page[Any]:
        rows = self.lead.events.select_related("actor", "assignee", "answer")
        return BoundedPaginator(rows, EVENTS_A_PAGE).get_page(self.request.GET.get("events"))

    @cached_property
    def steps(self) -> list[Activity]:
        return list(self.lead.activities.open().soonest())

    @cached_property
    def replies(self) -> list[SavedReply]:
        """The replies that the user can insert, and their signature."""
        return list(SavedReply.objects.for_user(self.request.user.pk)[:MOST_REPLIES])

    @cached_property
    def placeholders(self) -> dict[str, str]:
        return replies.values(lead=self.lead, said=self.latest, author=self.request.user)

    @cached_property
    def draft(self) -> dict[str, Any]:
        """The initial subject and text of an answer."""
        own = next((reply for reply in self.replies if reply.is_signature), None)
        reference = self.inquiry.reference
        opening = f"thank you for your inquiry (reference {reference})."
        parts = [
            replies.greeting(self.latest),
            opening,
            "",
            replies.signature(own, self.placeholders),
        ]
        return {"subject": f"Your inquiry {reference}", "body": "\n\n".join(parts)}

    def with_reply(self, typed: str, reply: SavedReply) -> str:
        """Return the answer `typed` with a saved reply: above the signature, or at the end."""
        text = reply.filled(self.placeholders)
        if typed.strip() == self.draft["body"].strip():
            return typed.replace("\n\n\n\n", f"\n\n{text}\n\n", 1)
        return f"{typed.rstrip()}\n\n{text}"

    @cached_property
    def newest_event(self) -> int:
        """The key of the newest event that the page can show."""
        newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
        return newest or 0

    @cached_property
    def unsent(self) -> list[Answer]:
        """Answers that wait for the mail server, each with whether its job failed for good."""
        rows: list[Any] = list(self.lead.answers.filter(sent_at=None))
        jobs = DBTaskResult.objects.filter(pk__in=[row.job_id for row in rows if row.job_id])
        failed = set(jobs.failed().values_list("pk", flat=True)) if rows else set()
        for row in rows:
            row.has_failed = row.job_id in failed
        return rows

    @cached_property
    def others(self) -> list[Lead]:
        """Other inquiries of the same person."""
        if self.lead.person_id is None:
            return []
        rows = Lead.objects.filter(person_id=self.lead.person_id).exclude(pk=self.lead.pk)
        return list(rows.select_related("inquiry")[:OTHERS_SHOWN])

    @cached_property
    def consent(self) -> Consent | None:
        """The active news consent for the visitor's latest e-mail address."""
        if not self.latest.email:
            return None
        return Consent.objects.of(self.latest.email).active().order_by("-given_at").first()
