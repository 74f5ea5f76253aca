"""What people agreed to."""

import hashlib
from typing import Any

from django.db import models
from django.utils import timezone

from contactatonce.brands.models import Brand

from ..addresses import normalise


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents, by what is asked of them."""

    def standing(self) -> "ConsentQuerySet":
        """Those that were given and not withdrawn."""
        return self.filter(withdrawn_at=None)

    def of(self, email: str) -> "ConsentQuerySet":
        return self.filter(email=normalise(email))


class Consent(models.Model):
    """A person's agreement to one use of personal data, with the exact words that were agreed to."""

    class Purpose(models.TextChoices):
        NEWS = "news", "Follow-up news by e-mail"

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    email = models.CharField("e-mail", max_length=254)
    wording = models.TextField()
    wording_hash = models.CharField(max_length=64, editable=False)
    given_at = models.DateTimeField(default=timezone.now)
    given_how = models.CharField(max_length=80, help_text="By which form or deed.")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["email", "purpose"], name="consent_email")]

    def __str__(self) -> str:
        return f"Consent {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normalise(self.email)
        self.wording_hash = hashlib.sha256(self.wording.encode()).hexdigest()
        super().save(*args, **kwargs)
