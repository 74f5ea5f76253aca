"""Whose data may be kept and used for nothing (GDPR, article 18)."""

from django.db import models
from django.utils import timezone

from .fingerprints import AboutAddress


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Restrictions, by what is asked of them."""

    def standing(self) -> "RestrictionQuerySet":
        """Those that were not lifted."""
        return self.filter(lifted_at=None)


class Restriction(AboutAddress):
    """An address, known by its keyed fingerprint only, whose data we keep but do not use."""

    since = models.DateTimeField(default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(lifted_at=None),
                name="one_standing_restriction_per_address",
            )
        ]
        indexes = [models.Index(fields=["fingerprint"], name="restriction_fingerprint")]

    def __str__(self) -> str:
        return f"Restriction {self.pk}"
