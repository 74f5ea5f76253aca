"""What people agreed to. A consent is asked for at every use, never copied into a flag."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import EmailField, EmailKeyField, normalize
from contactatonce.lib.saving import AppendOnlyModel


def is_active(now: datetime | None = None, prefix: str = "") -> Q:
    """Return the condition for active consents, or for rows whose foreign key `prefix` names one.

    `prefix` ends in two underscores. A missing consent is not active.
    """
    lasts = Q(**{f"{prefix}ends_at": None}) | Q(**{f"{prefix}ends_at__gt": now or timezone.now()})
    return Q(**{f"{prefix}given_at__isnull": False, f"{prefix}withdrawn_at": None}) & lasts


class ConsentQuerySet(models.QuerySet["Consent"]):
    def active(self, now: datetime | None = None) -> "ConsentQuerySet":
        """Return the consents that were not withdrawn and whose time is not over."""
        return self.filter(is_active(now))

    def of(self, email: str) -> "ConsentQuerySet":
        return self.filter(email_key=normalize(email))

    def withdraw(self) -> int:
        """Withdraw all that were not withdrawn yet; return their number."""
        return self.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())


class Consent(AppendOnlyModel):
    """A person's consent to one use of personal data, with its exact wording."""

    class Purpose(models.TextChoices):
        NEWS = "news", "Follow-up news by e-mail"
        DISCLOSURE = "disclosure", "Passing data on to another company"
        TESTIMONIAL = "testimonial", "A testimonial with name, face, voice and words"
        COMPANY = "company", "Name and logo of a company beside a testimonial"
        LISTING = "listing", "An entry in the customer directory"

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
    sites = models.CharField(
        max_length=400,
        blank=True,
        help_text="Slugs of the sites it is limited to, with spaces around each.",
    )
    channels = models.CharField(
        max_length=100,
        blank=True,
        help_text="Where it may be used: codes with spaces around each.",
    )
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is withdrawn.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["email_key", "purpose"], name="consent_email")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_is_withdrawn_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("given_at")),
                name="consent_ends_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.wording_hash = hashlib.sha256(self.wording.encode()).hexdigest()
        self.wording_version = self.wording_version or self.wording_hash[:12]
        super().save(*args, **kwargs)

    @property
    def is_active(self) -> bool:
        ends = self.ends_at is not None and self.ends_at <= timezone.now()
        return self.withdrawn_at is None and not ends

    def withdraw(self) -> None:
        """Withdraw it once; an earlier withdrawal keeps its time."""
        Consent.objects.filter(pk=self.pk).withdraw()
        self.refresh_from_db(fields=["withdrawn_at"])
