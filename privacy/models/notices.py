"""Announcements before a change (P23, P32)."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from contactatonce.lib import markup

from .documents import SHORTEST_NOTICE, DocumentVersion


class NoticeQuerySet(models.QuerySet["Notice"]):
    def running(self, at: datetime | None = None) -> "NoticeQuerySet":
        """Notices that every page shows at `at`."""
        at = at or timezone.now()
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def of_control_in_effect(self, at: datetime | None = None) -> "NoticeQuerySet":
        """Notices of a change of control whose day has come; each was shown 14 days before."""
        return self.filter(kind=Notice.Kind.CONTROL, effective_at__lte=at or timezone.now())


class Notice(models.Model):
    """An announcement on every page of every site, weeks before what it announces takes effect."""

    class Kind(models.TextChoices):
        POLICY = "policy", "A document changes"
        CONTROL = "control", "The company changes hands"

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CONTROL)
    version = models.OneToOneField(
        DocumentVersion, models.PROTECT, null=True, blank=True, related_name="notice"
    )
    title = models.CharField(max_length=120, help_text="One line, shown in bold.")
    text = models.TextField(
        max_length=1000,
        help_text="What changes, who is affected, and what people can choose. Markdown.",
    )
    html = models.TextField(editable=False)
    starts_at = models.DateTimeField(
        "shown from", default=timezone.now, help_text="From then on it can no longer be changed."
    )
    effective_at = models.DateTimeField(
        "takes effect", help_text="At least 14 days after it is first shown."
    )
    ends_at = models.DateTimeField("shown until", help_text="Not before it takes effect.")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_at__gte=F("starts_at") + SHORTEST_NOTICE),
                name="notice_comes_ahead",
                violation_error_message="It may take effect 14 days after it is first shown.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("effective_at")),
                name="notice_stays_until_it_takes_effect",
                violation_error_message="Show it at least until it takes effect.",
            ),
            models.CheckConstraint(
                condition=Q(kind="policy", version__isnull=False) | Q(kind="control", version=None),
                name="policy_notice_names_its_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.has_started:
            raise TypeError("A notice that was shown is not changed.")
        self.html = markup.render(self.text)
        super().save(*args, **kwargs)

    @property
    def has_started(self) -> bool:
        """Return whether the stored row has been shown to anyone."""
        kept = Notice.objects.filter(pk=self.pk, starts_at__lte=timezone.now())
        return bool(self.pk) and kept.exists()
