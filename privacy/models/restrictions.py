"""Restrictions: data that is stored and not used (GDPR, article 18)."""

from django.db import models
from django.utils import timezone

from privacy.fingerprints import AboutAddress


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def active(self) -> "RestrictionQuerySet":
        return self.filter(lifted_at=None)


class Restriction(AboutAddress):
    """An e-mail address, stored as a keyed fingerprint, whose data is stored but not used."""

    since = models.DateTimeField(default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(lifted_at=None),
                name="one_active_restriction_per_address",
            )
        ]
        indexes = [models.Index(fields=["fingerprint"], name="restriction_fingerprint")]

    def __str__(self) -> str:
        return f"Restriction {self.pk}"
