"""Verdicts of moderators."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from moderation.states import Refusal, State

from .moderated import Moderated

UNDO_WITHIN = timedelta(minutes=10)


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def active(self) -> "VerdictQuerySet":
        return self.filter(undone_at=None)

    def undoable(self, now: datetime | None = None) -> "VerdictQuerySet":
        return self.active().filter(at__gt=(now or timezone.now()) - UNDO_WITHIN)

    def final(self, now: datetime | None = None) -> "VerdictQuerySet":
        """Verdicts in force that can no longer be undone."""
        return self.active().filter(at__lte=(now or timezone.now()) - UNDO_WITHIN)


class Verdict(models.Model):
    """A moderator's decision about one version of an item."""

    class Decision(models.TextChoices):
        APPROVE = "approve", "Approved"
        REFUSE = "refuse", "Refused"

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField(help_text="Version of the item that the moderator saw.")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    refusal = models.CharField("because", max_length=10, choices=Refusal.choices, blank=True)
    before = models.CharField(max_length=10, choices=State.choices)
    before_refusal = models.CharField(max_length=10, choices=Refusal.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField("undone", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["at"], name="verdict_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "version"], name="one_verdict_per_version"
            ),
            models.CheckConstraint(
                condition=Q(decision="refuse", refusal__in=Refusal.values)
                | Q(decision="approve", refusal=""),
                name="verdict_refuses_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Verdict {self.pk}"

    @property
    def title(self) -> str:
        """Kind and number of the item: "Comment 7"."""
        return f"{self.content_type.name} {self.object_id}".capitalize()

    @property
    def final_at(self) -> datetime:
        """When it can no longer be undone and its author is notified."""
        return self.at + UNDO_WITHIN

    def still_holds(self, item: Moderated) -> bool:
        """Return whether every change of `item` since this verdict has been undone.

        A verdict and its undo add two to the version; an edit or a verdict in force adds one.
        """
        later = Verdict.objects.filter(
            content_type=self.content_type_id, object_id=self.object_id, pk__gt=self.pk
        )
        undone = later.exclude(undone_at=None).count()
        return item.version == self.version + 1 + 2 * undone
