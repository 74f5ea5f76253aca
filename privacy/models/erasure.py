"""Erasures, and rows that wait for a legal hold."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from privacy.fingerprints import AboutAddress


class LedgerMark(models.Model):
    """The last line of the erasure ledger that this database has carried out.

    A database restored from a backup is behind the ledger; that is how a restore is noticed. A file
    without this line is lost, or belongs to one machine alone; `chain` tells it from a line of the
    same number in another file.
    """

    line = models.PositiveBigIntegerField(default=0, editable=False)
    chain = models.CharField(max_length=32, default="", editable=False)

    class Meta:
        verbose_name = "mark of the erasure ledger"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_mark_of_the_ledger")
        ]

    def __str__(self) -> str:
        return f"Line {self.line}"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def unfinished(self) -> "ErasureQuerySet":
        return self.filter(finished_at=None)


class Erasure(AboutAddress):
    """One order to erase a person: what was done, without saying who the person is.

    Until it is finished it keeps, encrypted, what the last steps need: the identifiers to sweep for
    and the files to remove.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan_hash = models.CharField(max_length=64, editable=False)
    sealed = models.TextField(blank=True, editable=False)
    outcome = models.JSONField(default=list, editable=False)
    findings = models.JSONField(default=list, editable=False)
    explanations = models.JSONField(default=dict, editable=False)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    ordered_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    cleaned_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-ordered_at"]
        indexes = [
            models.Index(fields=["fingerprint"], name="erasure_fingerprint"),
            models.Index(
                fields=["ordered_at"],
                name="erasure_unfinished",
                condition=models.Q(finished_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Erasure {str(self.pk)[:8]}"


class AwaitingRelease(models.Model):
    """A row that an erasure left because of a legal hold, and deletes when that is released."""

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="awaiting", editable=False)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", editable=False)
    object_pk = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name_plural = "awaiting release"
        constraints = [
            models.UniqueConstraint(
                fields=["erasure", "content_type", "object_pk"], name="a_row_awaits_release_once"
            )
        ]

    def __str__(self) -> str:
        return f"Row of {self.content_type_id} awaiting release"
