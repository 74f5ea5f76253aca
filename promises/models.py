"""Evidence that the promises are kept: results of checks, and statements of people."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from contactatonce.lib.saving import AppendOnlyModel


class Evidence(AppendOnlyModel):
    """The result of one run of one check of a promise."""

    check_name = models.CharField("check", max_length=120)
    promise = models.CharField(max_length=3)
    kind = models.CharField(max_length=9)
    at = models.DateTimeField("when", default=timezone.now)
    code_version = models.CharField("version of the software", max_length=40)
    is_kept = models.BooleanField("kept")
    problems = models.JSONField(default=list, blank=True)
    figures = models.JSONField(default=list, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["check_name", "-id"], name="evidence_newest")]

    def __str__(self) -> str:
        return f"Evidence {self.pk}"


class Attestation(AppendOnlyModel):
    """A statement by a member of staff that a promise is kept where no machine can check it."""

    check_name = models.CharField("statement", max_length=120)
    promise = models.CharField(max_length=3)
    at = models.DateTimeField("stated at", default=timezone.now)
    is_kept = models.BooleanField(
        "true", default=True, help_text="Untick it where the statement is no longer true."
    )
    basis = models.CharField(
        max_length=300, help_text="What you looked at, and on which day. No names of people."
    )
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["check_name", "-id"], name="attestation_newest")]

    def __str__(self) -> str:
        return f"Statement {self.pk}"


class BlockedContent(models.Model):
    """How often browsers reported on one day that a page's policy blocked something."""

    directive = models.CharField(max_length=20)
    day_on = models.DateField("day")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day_on", "directive"]
        verbose_name_plural = "blocked content"
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "day_on"], name="one_count_for_each_directive_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.directive} on {self.day_on}"
