"""Privacy requests (P30)."""

import secrets
import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import EmailField
from contactatonce.lib.versions import Conflict, Versioned, VersionedQuerySet
from privacy import fingerprints
from privacy.fingerprints import AboutAddress
from privacy.rights import clock
from privacy.rights.transitions import CLOSED, OPEN, UNCONFIRMED, State, may_follow, may_move

from .erasure import Erasure
from .exports import AccessExport
from .request_events import RequestEvent

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without look-alikes


def new_reference() -> str:
    """Return a reference that is easy to read out on the phone."""
    return "P" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(7))


class IllegalTransition(Exception):
    """The request's state does not allow this step; nothing was changed."""


class PrivacyRequestQuerySet(VersionedQuerySet["PrivacyRequest"]):
    def open(self) -> "PrivacyRequestQuerySet":
        """Confirmed requests that wait for us, or for an answer of the person."""
        return self.filter(state__in=OPEN)

    def unconfirmed(self) -> "PrivacyRequestQuerySet":
        return self.filter(state=State.RECEIVED)

    def to_notify(self) -> "PrivacyRequestQuerySet":
        return self.filter(notices__state="waiting").distinct()

    def due_by(self, day: date) -> "PrivacyRequestQuerySet":
        """Requests due by `day`, extensions included; the most urgent one first."""
        urgent = self.annotate(day=Coalesce("extended_to", "due_on")).order_by("day", "pk")
        return urgent.filter(day__lte=day)

    def with_details(self) -> "PrivacyRequestQuerySet":
        """Join what pages and letters show beside a request."""
        return self.select_related("brand__calendar", "export", "erasure")

    def closed(self) -> "PrivacyRequestQuerySet":
        return self.filter(state__in=CLOSED)


class PrivacyRequest(Versioned, AboutAddress):
    """One person's request about their data, and its state."""

    class Kind(models.TextChoices):
        ACCESS = "access", "See what you hold about me"
        CORRECTION = "correction", "Correct or complete my data"
        DELETION = "deletion", "Delete my data"
        REMOVAL = "removal", "Remove me from a public place"
        OPT_OUT = "opt_out", "Send me no more mail"
        RESTRICTION = "restriction", "Keep my data, but stop using it"
        COMPLAINT = "complaint", "Complain about how my data was handled"

    class Place(models.TextChoices):
        COMMENT = "comment", "A comment under a post"
        FORUM = "forum", "The community forum"
        DIRECTORY = "directory", "The customer directory"
        TESTIMONIAL = "testimonial", "A testimonial"

    class Channel(models.TextChoices):
        WEB = "web", "Website"
        MAIL = "mail", "E-mail"
        LETTER = "letter", "Letter or fax"
        PHONE = "phone", "Phone"

    class Refusal(models.TextChoices):
        IDENTITY = "identity", "We could not make sure that the request comes from the person"
        NOT_THEIRS = "not_theirs", "It concerns the data of somebody else"
        LAW = "law", "The law requires us to keep it as it is"
        CLAIM = "claim", "It is needed for a legal claim"
        CORRECT = "correct", "What we hold is correct"
        EXCESSIVE = "excessive", "The same was asked and answered a short time ago"

    class Extension(models.TextChoices):
        COMPLEX = "complex", "The request is unusually complex"
        MANY = "many", "The same person sent many requests"

    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("asks us to", max_length=12, choices=Kind.choices)
    place = models.CharField("where", max_length=12, choices=Place.choices, blank=True)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", verbose_name="site")
    channel = models.CharField("came by", max_length=6, choices=Channel.choices)
    received_at = models.DateTimeField(
        default=timezone.now, help_text="When it first reached us, by whichever way."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField("due", editable=False)
    email = EmailField("e-mail", blank=True, editable=False)
    text = models.TextField("in their words", max_length=4000, blank=True, editable=False)
    proposals = models.JSONField("proposed corrections", default=list, blank=True, editable=False)
    policy_version = models.PositiveSmallIntegerField(
        "privacy policy in force", null=True, editable=False
    )
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.RECEIVED, editable=False
    )
    asked_at = models.DateTimeField(null=True, editable=False)
    confirm_by = models.DateTimeField(editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    question = models.TextField(max_length=2000, blank=True, editable=False)
    answer = models.TextField(max_length=4000, blank=True, editable=False)
    extension = models.CharField(
        max_length=8, choices=Extension.choices, blank=True, editable=False
    )
    extension_text = models.TextField(max_length=1000, blank=True, editable=False)
    extended_to = models.DateField(null=True, editable=False)
    refusal = models.CharField(max_length=12, choices=Refusal.choices, blank=True, editable=False)
    explanation = models.TextField(max_length=2000, blank=True, editable=False)
    outcome = models.JSONField(default=list, blank=True, editable=False)
    export = models.ForeignKey(
        AccessExport, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    erasure = models.ForeignKey(
        Erasure, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="followers"
    )

    objects = PrivacyRequestQuerySet.as_manager()  # type: ignore[misc]  # replaces Versioned's

    class Meta:
        ordering = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["fingerprint"], name="request_fingerprint"),
            models.Index(fields=["state", "due_on"], name="request_due"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="request_state"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNCONFIRMED), confirmed_at=None)
                | (~Q(state__in=sorted(UNCONFIRMED)) & Q(confirmed_at__isnull=False)),
                name="request_is_confirmed_before_it_is_worked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | (~Q(state__in=sorted(CLOSED)) & Q(closed_at=None)),
                name="request_has_the_time_it_was_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED) | ~Q(refusal=""),
                name="request_is_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None) | (Q(extended_to__gt=F("due_on")) & ~Q(extension="")),
                name="request_is_extended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="removal") | ~Q(place=""),
                name="removal_names_the_place",
                violation_error_message="Say from where.",
            ),
            models.CheckConstraint(
                condition=Q(created_at__gte=F("received_at")),
                name="request_is_received_before_it_is_entered",
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.reference}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.created_at = max(self.created_at, self.received_at)
            self.due_on = clock.due_on(self.received_at, self.zone)
            if not self.fingerprint:
                for name, value in fingerprints.columns_about(self.email).items():
                    setattr(self, name, value)
            if not self.confirm_by:
                self.confirm_by = self.created_at + clock.CONFIRM_WITHIN
        super().save(*args, **kwargs)

    @property
    def zone(self) -> Any:
        return self.brand.calendar.zone

    @property
    def answer_by(self) -> date:
        return self.extended_to or self.due_on

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def days_left(self, now: datetime | None = None) -> int:
        """Return how many days remain; 0 on the last day, negative once overdue."""
        return (self.answer_by - timezone.localdate(now, self.zone)).days

    def move(self, to: State, *, by: User | None = None, note: str = "", **columns: Any) -> None:
        """Change the state to `to` and record it, both or neither; raise IllegalTransition.

        Safe against another process: the second one finds another state.
        """
        now = timezone.now()
        if not may_move(self.state, to):
            raise IllegalTransition(f"{self}: {self.state} -> {to}")
        columns |= {"state": to}
        if to in CLOSED:
            columns["closed_at"] = now
        if to == State.CONFIRMED:
            columns["confirmed_at"] = now
        step = {"step": RequestEvent.Step.MOVED, "before": self.state, "after": to}
        self._write(columns, [self.state], actor=by, note=note, **step)

    def change(self, step: str, *, by: User | None = None, note: str = "", **columns: Any) -> None:
        """Change other columns of an open request and record it; IllegalTransition if closed."""
        self._write(columns, OPEN, step=step, actor=by, note=note)

    def follow_up(
        self, step: str, *, by: User | None = None, note: str = "", **columns: Any
    ) -> None:
        """Take a step that is allowed on a closed request and record it, or IllegalTransition."""
        if not may_follow(self.kind, self.state, step):
            raise IllegalTransition(f"{self}: {step} after {self.state}")
        self._write(columns, [self.state], step=step, actor=by, note=note)

    def record(self, step: str, *, by: User | None = None, note: str = "") -> RequestEvent:
        return RequestEvent.objects.create(request=self, step=step, actor=by, note=note)

    def _write(self, columns: dict[str, Any], states: Collection[str], **event: Any) -> None:
        """Store `columns` and an event in one transaction, unless the row has changed."""
        if self.state not in states:
            raise IllegalTransition(f"{self} is {self.state}")
        with transaction.atomic():
            try:
                self.write(**columns)
            except Conflict as conflict:
                raise IllegalTransition(str(conflict)) from conflict
            RequestEvent.objects.create(request=self, **event)
