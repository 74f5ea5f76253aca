"""The work on an inquiry: owner, state and timeline."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from contactatonce.lib.indexes import TrigramIndex
from contactatonce.lib.versions import Versioned

from .inquiries import Inquiry
from .people import Company, Person
from .queues import LeadQuerySet
from .search import searchable


def new_token() -> str:
    """Return 128 random bits, encoded for the local part of a reply address."""
    return secrets.token_hex(16)


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

    class Attention(models.TextChoices):
        CORRECTED = "corrected", "Corrected"
        UNDELIVERED = "undelivered", "Mail not delivered"
        FAILED = "failed", "Answer not sent"
        ASSIGNED = "assigned", "Newly assigned"

    UNFINISHED = (State.NEW, State.OPEN, State.CONTACTED, State.QUALIFIED)
    MOVES = {
        State.NEW: {State.OPEN, State.CONTACTED, State.LOST, State.NOT_A_LEAD},
        State.OPEN: {State.NEW, State.CONTACTED, State.QUALIFIED, State.LOST, State.NOT_A_LEAD},
        State.CONTACTED: {State.QUALIFIED, State.WON, State.LOST, State.NOT_A_LEAD},
        State.QUALIFIED: {State.WON, State.LOST, State.NOT_A_LEAD},
        State.WON: {State.OPEN},
        State.LOST: {State.OPEN},
        State.NOT_A_LEAD: {State.NEW, State.OPEN, State.CONTACTED},
    }
    QUARANTINE_MOVES = {State.NEW: {State.NOT_A_LEAD}, State.NOT_A_LEAD: {State.NEW}}

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
    attention = models.CharField(
        max_length=12,
        choices=Attention.choices,
        blank=True,
        editable=False,
        help_text="What its owner has not seen yet.",
    )
    quarantined_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    spam_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When someone marked it as spam, which teaches the classifier.",
    )
    reply_token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)

    objects = LeadQuerySet.as_manager()  # type: ignore[misc]  # replaces Versioned's

    class Meta:
        ordering = ["-pk"]
        verbose_name = "inquiry"
        verbose_name_plural = "inquiries"
        permissions = [("export_lead", "Can export inquiries")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="lost") | ~Q(lost_reason=""), name="a_lost_lead_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(quarantined_at=None)
                | Q(released_at__isnull=False)
                | Q(state__in=["new", "not_a_lead"]),
                name="no_one_works_on_a_quarantined_lead",
            ),
            models.CheckConstraint(
                condition=Q(spam_at=None) | Q(state="not_a_lead"), name="spam_is_not_a_lead"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(quarantined_at__isnull=False),
                name="a_released_lead_was_quarantined",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-inquiry"], name="lead_state"),
            models.Index(fields=["owner", "state", "-inquiry"], name="lead_owner"),
            models.Index(fields=["answer_by", "inquiry"], name="lead_answer_by"),
            models.Index(fields=["next_step_on"], name="lead_next_step"),
            models.Index(
                fields=["answer_by"], name="lead_unanswered", condition=Q(first_answered_at=None)
            ),
            models.Index(fields=["owner"], name="lead_attention", condition=~Q(attention="")),
            models.Index(fields=["-inquiry"], name="lead_spam", condition=Q(spam_at__isnull=False)),
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
    def is_unfinished(self) -> bool:
        return self.state in Lead.UNFINISHED

    @property
    def awaits_check(self) -> bool:
        """Whether it is in quarantine and no one has decided yet if it is an inquiry."""
        return self.is_quarantined and self.state == Lead.State.NEW

    @property
    def state_label(self) -> str:
        if self.spam_at is not None:
            return "Spam"
        return "Quarantine" if self.awaits_check else self.get_state_display()

    @property
    def state_before_spam(self) -> "Lead.State":
        """The state of an inquiry that is not spam after all."""
        if self.is_quarantined or (self.owner_id is None and self.first_answered_at is None):
            return Lead.State.NEW
        return Lead.State.CONTACTED if self.first_answered_at else Lead.State.OPEN

    @property
    def as_shown(self) -> str:
        """Key, state and owner, as a button sends them that acts on what its page showed."""
        return f"{self.pk} {self.state} {self.owner_id or ''}"

    @property
    def moves(self) -> list["Lead.State"]:
        """The states it may move to, in the order of the work."""
        moves = Lead.QUARANTINE_MOVES if self.is_quarantined else Lead.MOVES
        return [state for state in Lead.State if state in moves[Lead.State(self.state)]]


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
    search_text = models.GeneratedField(
        expression=Case(
            When(kind__in=["note", "call"], then=searchable("text")),
            default=Value(""),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    key = models.UUIDField("idempotency key", unique=True, null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["lead", "-id"], name="event_lead"),
            TrigramIndex(fields=["search_text"], name="event_search"),
        ]

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
    search_text = models.GeneratedField(
        expression=searchable("subject", "body"), output_field=models.TextField(), db_persist=True
    )
    key = models.UUIDField("idempotency key", unique=True, null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["lead"], name="answer_unsent", condition=Q(sent_at=None)),
            TrigramIndex(fields=["search_text"], name="answer_search"),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
