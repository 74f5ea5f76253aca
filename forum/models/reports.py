"""Reports of posts by members."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from contactatonce.lib.saving import UpdateOnlyModel

from .members import Member
from .posts import Post


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> "ReportQuerySet":
        return self.filter(closed_at=None)


class Report(UpdateOnlyModel):
    """A member's report of a post, and what became of it."""

    class Reason(models.TextChoices):
        SPAM = "spam", "It is advertising"
        OFF_TOPIC = "off_topic", "It is in the wrong place"
        RUDE = "rude", "It insults someone"
        PERSONAL = "personal", "It reveals private details about a person"
        UNLAWFUL = "unlawful", "It may break the law"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "The post was removed"
        DISMISSED = "dismissed", "The post stays"
        WITHDRAWN = "withdrawn", "Its author removed the post"

    post = models.ForeignKey(Post, models.CASCADE, related_name="reports")
    by = models.ForeignKey(Member, models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    text = models.CharField("details", max_length=500, blank=True)
    weight = models.FloatField(default=1.0, help_text="From the accuracy of earlier reports.")
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "by"], name="one_report_of_a_post_by_a_member"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None) | (~Q(outcome="") & ~Q(closed_at=None)),
                name="report_is_closed_with_an_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["post"], condition=Q(closed_at=None), name="report_is_open"),
            models.Index(fields=["by", "at"], name="report_by"),
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}"
