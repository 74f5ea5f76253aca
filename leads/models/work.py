"""The work on an inquiry: owner, state and timeline."""

import secrets
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Min, Q
from django.utils import timezone

from contactatonce.lib.versions import Versioned, VersionedQuerySet

from .inquiries import Correction, Inquiry
from .people import Company, Person
from .search import matching


def new_token() -> str:
    """Return 128 random bits, encoded for the local part of a reply address."""
    return secrets.token_hex(16)


class LeadQuerySet(VersionedQuerySet["Lead"]):
    def quarantined(self) -> "LeadQuerySet":
        return self.filter(
            quarantined_at__isnull=False, released_at__isnull=True, state__in=Lead.UNFINISHED
        )

    def in_queue(self) -> "LeadQuerySet":
        return self.filter(Q(quarantined_at__isnull=True) | Q(released_at__isnull=False))

    def unfinished(self) -> "LeadQuerySet":
        return self.in_queue().filter(state__in=Lead.UNFINISHED)

    def new(self) -> "LeadQuerySet":
        return self.in_queue().filter(state=Lead.State.NEW)

    def of(self, user_id: int | None) -> "LeadQuerySet":
        return self.unfinished().filter(owner_id=user_id)

    def due(self, today: date) -> "LeadQuerySet":
        return self.unfinished().filter(next_step_on=today)

    def overdue(self, today: date) -> "LeadQuerySet":
        """Leads whose next step is past, or whose first answer is late."""
        late_answer = Q(first_answered_at__isnull=True, answer_by__lt=timezone.now())
        return self.unfinished().filter(Q(next_step_on__lt=today) | late_answer)

    def waiting(self) -> "LeadQuerySet":
        """Unassigned, unanswered leads, the earliest promised answer first."""
        unclaimed = self.new().filter(owner=None, first_answered_at=None)
        return unclaimed.order_by("answer_by", "pk")

    def received_since(self, moment: datetime) -> "LeadQuerySet":
        """Leads whose inquiry was received at or after `moment`.

        It selects by the lowest such key: the database then reads only the newest part of the table
        in key order, where a join alone reads all of it.
        """
        recent = Inquiry.objects.filter(received_at__gte=moment)
        first = recent.aggregate(first=Min("pk"))["first"]
        if first is None:
            return self.none()
        return self.filter(pk__gte=first, inquiry__received_at__gte=moment)

    def search(self, text: str) -> "LeadQuerySet":
        """Leads whose inquiry, corrections or person contain every word of `text`.

        One set of ids from three indexed look-ups: an OR over joined tables would read them all.
        """
        condition = matching(text)
        if condition is None:
            return self
        people = Person.objects.filter(condition).order_by()
        found = [
            Inquiry.objects.filter(condition).order_by().values("pk"),
            Correction.objects.filter(condition).order_by().values("inquiry_id"),
            Lead.objects.filter(person__in=people).order_by().values("pk"),
        ]
        return self.filter(pk__in=found[0].union(*found[1:], all=True))


class Lead(Versioned):
    """The work on one inquiry."""

    class State(models.TextChoices):
        NEW = "new", "New"
        OPEN = "open", "Open"
        CONTACTED = "contacted", "Contacted"
        QUALIFIED = "qualified", "Qualified"
        WON = "won", "Won"
        LOST = "lost", "Lost"
        NOT_A_LEAD = "not_a_lead", "Not a lead"

    class LostReason(models.TextChoices):
        PRICE = "price", "Price"
        COMPETITOR = "competitor", "Chose another vendor"
        NO_NEED = "no_need", "No need any more"
        NO_ANSWER = "no_answer", "No answer from them"
        OTHER = "other", "Other; see the note"

    UNFINISHED = (State.NEW, State.OPEN, State.CONTACTED, State.QUALIFIED)
    MOVES = {
        State.NEW: {State.OPEN, State.CONTACTED, State.LOST, State.NOT_A_LEAD},
        State.OPEN: {State.CONTACTED, State.QUALIFIED, State.LOST, State.NOT_A_LEAD},
        State.CONTACTED: {State.QUALIFIED, State.WON, State.LOST, State.NOT_A_LEAD},
        State.QUALIFIED: {State.WON, State.LOST, State.NOT_A_LEAD},
        State.WON: {State.OPEN},
        State.LOST: {State.OPEN},
        State.NOT_A_LEAD: {State.OPEN},
    }

    inquiry = models.OneToOneField(Inquiry, models.CASCADE, primary_key=True, related_name="lead")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    lost_reason = models.CharField(max_length=12, choices=LostReason.choices, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"is_staff": True, "is_active": True},
        related_name="+",
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="leads")
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    next_step_on = models.DateField(
        null=True, editable=False, help_text="When its next open activity is due."
    )
    answer_by = models.DateTimeField("answer promised by", editable=False)
    first_answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    quarantined_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    reply_token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)

    objects = LeadQuerySet.as_manager()  # type: ignore[misc]  # replaces Versioned's

    class Meta:
        ordering = ["-pk"]
        verbose_name = "inquiry"
        verbose_name_plural = "work queue"
        permissions = [("export_lead", "Can export inquiries")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="lost") | ~Q(lost_reason=""), name="a_lost_lead_has_a_reason"
            )
        ]
        indexes = [
            models.Index(fields=["state", "-inquiry"], name="lead_state"),
            models.Index(fields=["owner", "state", "-inquiry"], name="lead_owner"),
            models.Index(fields=["answer_by", "inquiry"], name="lead_answer_by"),
            models.Index(fields=["next_step_on"], name="lead_next_step"),
            models.Index(
                fields=["answer_by"], name="lead_unanswered", condition=Q(first_answered_at=None)
            ),
            models.Index(
                fields=["-inquiry"],
                name="lead_quarantined",
                condition=Q(quarantined_at__isnull=False, released_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Inquiry {self.inquiry_id}"

    @property
    def label(self) -> str:
        return f"Inquiry {self.inquiry.reference}"

    @property
    def is_quarantined(self) -> bool:
        return self.quarantined_at is not None and self.released_at is None

    @property
    def moves(self) -> list["Lead.State"]:
        """The states it may move to, in the order of the work."""
        return [state for state in Lead.State if state in Lead.MOVES[Lead.State(self.state)]]


class Event(models.Model):
    """One entry on the timeline of an inquiry."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "Received"
        CORRECTED = "corrected", "Corrected by the visitor"
        QUARANTINED = "quarantined", "Quarantined"
        RELEASED = "released", "Released from quarantine"
        IDENTIFIED = "identified", "Person recognized"
        ACKNOWLEDGED = "acknowledged", "Acknowledged by mail"
        UNDELIVERED = "undelivered", "Mail not sent"
        NOTIFIED = "notified", "Colleagues notified"
        ASSIGNED = "assigned", "Assigned"
        STATE = "state", "State changed"
        NEXT_STEP = "next_step", "Next step planned"
        STEP_DONE = "step_done", "Next step done"
        EDITED = "edited", "Details edited"
        NOTE = "note", "Note"
        CALL = "call", "Phone call"
        ANSWER = "answer", "Answered by mail"
        ANSWER_SENT = "answer_sent", "Answer sent"

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cause = models.CharField(
        max_length=120, blank=True, help_text="The cause, if no person did it."
    )
    text = models.TextField(blank=True, help_text="The change from old to new, or the text.")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.ForeignKey(
        "Answer", models.CASCADE, null=True, blank=True, related_name="events"
    )
    key = models.UUIDField("idempotency key", unique=True, null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["lead", "-id"], name="event_lead")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"


class Answer(models.Model):
    """An e-mail from staff to the sender of an inquiry."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="answers")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField(max_length=20_000)
    message_id = models.CharField(max_length=120, unique=True, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    job_id = models.UUIDField(null=True, editable=False)
    key = models.UUIDField("idempotency key", unique=True, null=True, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
