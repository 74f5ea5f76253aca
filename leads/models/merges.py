"""People and companies that staff merged, for as long as a merge can be undone."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from contactatonce.lib.email_addresses import EmailField, EmailKeyField

from .people import Company, Person

UNDONE_WITHIN = timedelta(days=30)


class MergeQuerySet(models.QuerySet["Merge"]):
    def recent(self) -> "MergeQuerySet":
        """Merges that can still be undone."""
        return self.filter(at__gt=timezone.now() - UNDONE_WITHIN)


class Merge(models.Model):
    """A person or company that was merged into another one, with all that undoing it needs."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="merges")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="merges")
    email = EmailField("e-mail of the removed person", blank=True)
    email_key = EmailKeyField()
    removed = models.JSONField(help_text="The columns of the removed row.")
    before = models.JSONField(help_text="The columns of the kept row that the merge changed.")
    leads = models.JSONField(help_text="Keys of the inquiries that moved.")
    people = models.JSONField(default=list, help_text="Keys of the people that moved.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["email_key"], name="merge_email"),
            models.Index(fields=["at"], name="merge_at"),
        ]

    def __str__(self) -> str:
        return f"Merge {self.pk}"

    @property
    def label(self) -> str:
        """The name of the removed row, or else its e-mail address or phone number."""
        names = (self.removed.get(name) for name in ("name", "email", "phone"))
        return next(filter(None, names), str(self))
