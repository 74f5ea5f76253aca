"""What people agreed to. A consent is asked for at every use, never copied into a flag."""

import hashlib
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import EmailField, EmailKeyField, normalize
from contactatonce.lib.saving import AppendOnlyModel


class ConsentQuerySet(models.QuerySet["Consent"]):
    def active(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None)

    def of(self, email: str) -> "ConsentQuerySet":
        return self.filter(email_key=normalize(email))

    def withdraw(self) -> int:
        """Withdraw all active consents; return their number."""
        return self.active().update(withdrawn_at=timezone.now())


class Consent(AppendOnlyModel):
    """A person's consent to one use of personal data, with its exact wording."""

    class Purpose(models.TextChoices):
        NEWS = "news", "Follow-up news by e-mail"
        DISCLOSURE = "disclosure", "Passing data on to another company"

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    concerns = models.CharField(
        max_length=80, blank=True, help_text="What it is limited to, such as one recipient."
    )
    email = EmailField("e-mail")
    email_key = EmailKeyField()
    wording = models.TextField()
    wording_version = models.CharField(
        max_length=40,
        blank=True,
        help_text="Edition of the words; their hash if none is named.",
    )
    wording_hash = models.CharField(max_length=64, editable=False)
    policy_version = models.PositiveSmallIntegerField(
        "privacy policy in force", null=True, blank=True, help_text="Number of the version."
    )
    given_at = models.DateTimeField(default=timezone.now)
    given_how = models.CharField(max_length=80, help_text="By which form or action.")
    given_where = models.CharField("on page", max_length=200, blank=True)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", verbose_name="site")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["email_key", "purpose"], name="consent_email")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_is_withdrawn_after_it_was_given",
            )
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.wording_hash = hashlib.sha256(self.wording.encode()).hexdigest()
        self.wording_version = self.wording_version or self.wording_hash[:12]
        super().save(*args, **kwargs)

    def withdraw(self) -> None:
        """Withdraw it once; an earlier withdrawal keeps its time."""
        Consent.objects.filter(pk=self.pk).withdraw()
        self.refresh_from_db(fields=["withdrawn_at"])
