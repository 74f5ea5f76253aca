"""People and companies that an import created or changed, for as long as it can be reverted."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .merges import UNDONE_WITHIN
from .people import Company, Person


class ImportedRowQuerySet(models.QuerySet["ImportedRow"]):
    def recent(self) -> "ImportedRowQuerySet":
        """Rows of imports that can still be reverted."""
        return self.filter(at__gt=timezone.now() - UNDONE_WITHIN)


class ImportedRow(models.Model):
    """A person or company as an import found and left it; `before` is null for a new one."""

    batch = models.UUIDField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="imports")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="imports")
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["batch"], name="imported_batch"),
            models.Index(fields=["at"], name="imported_at"),
        ]

    def __str__(self) -> str:
        return f"Imported row {self.pk}"
