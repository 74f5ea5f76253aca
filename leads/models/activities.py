"""The next steps on an inquiry."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from .work import Lead, new_token

MORNING = time(8)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def open(self) -> "ActivityQuerySet":
        return self.filter(done_at=None)

    def of(self, user_id: int) -> "ActivityQuerySet":
        """Open steps on unfinished inquiries that the user owns."""
        return self.open().filter(lead__owner=user_id, lead__state__in=Lead.UNFINISHED)

    def soonest(self) -> "ActivityQuerySet":
        return self.order_by("due_on", F("due_time").asc(nulls_last=True), "pk")


class Activity(models.Model):
    """A next step on an inquiry, such as a call on a certain day."""

    class Kind(models.TextChoices):
        CALL = "call", "Call"
        MAIL = "mail", "E-mail"
        MEETING = "meeting", "Meeting or demo"
        TASK = "task", "Task"

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CALL)
    text = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    due_time = models.TimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, editable=False)
    key = models.UUIDField("idempotency key", unique=True, null=True, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["lead", "due_on"], name="activity_lead"),
            models.Index(fields=["due_on"], name="activity_open", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"Activity {self.pk}"

    def moment(self, zone: ZoneInfo) -> datetime:
        """Return when it is due; a step without a time is due in the morning."""
        return datetime.combine(self.due_on, self.due_time or MORNING, tzinfo=zone)

    @property
    def summary(self) -> str:
        return summary(self.kind, self.text)

    @property
    def label(self) -> str:
        """The step in words: "Call on Fri, Nov 27, 2026, 2:30 PM: ask for the budget"."""
        words = f"{self.get_kind_display()} on {self.due_on:%a, %b} {self.due_on.day}"
        words += f", {self.due_on.year}"
        if self.due_time is not None:
            words += f", {self.due_time.hour % 12 or 12}:{self.due_time:%M %p}"
        return f"{words}: {self.text}" if self.text else words


class CalendarFeed(models.Model):
    """The secret address of a colleague's calendar of next steps."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    secret = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"Calendar feed {self.pk}"


def with_next_step(leads: "models.QuerySet[Lead]") -> "models.QuerySet[Any]":
    """Annotate each lead with kind and text of its soonest open step, None without one."""
    steps = Activity.objects.open().filter(lead=OuterRef("pk")).soonest()
    return leads.annotate(
        next_kind=Subquery(steps.values("kind")[:1]), next_text=Subquery(steps.values("text")[:1])
    )


def summary(kind: str | None, text: str | None) -> str:
    """Return a step as "Call: ask for the budget", or "" for None."""
    return ": ".join(filter(None, [str(Activity.Kind(kind).label), text])) if kind else ""


def days_from(today: date, days: int) -> date:
    """Return the day `days` after `today`, or the Monday after it if that is on a weekend."""
    day = today + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day
