"""Subscriptions to new posts by e-mail."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import EmailField, EmailKeyField
from contactatonce.lib.saving import UpdateOnlyModel
from privacy.models import Consent

CONFIRM_WITHIN = timedelta(days=7)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> "SubscriptionQuerySet":
        """Return those that were confirmed and not withdrawn.

        Opt-outs are checked when mail is sent; see privacy.outreach.opt_outs.
        """
        return self.filter(consent__withdrawn_at=None, consent__isnull=False)

    def waiting(self, now: datetime | None = None) -> "SubscriptionQuerySet":
        """Return those that can still be confirmed."""
        since = (now or timezone.now()) - CONFIRM_WITHIN
        return self.filter(consent=None, asked_at__gt=since)


class Subscription(UpdateOnlyModel):
    """A request for new posts of a blog by e-mail, and the consent that confirms it."""

    key = models.UUIDField("idempotency key", unique=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", verbose_name="blog")
    email = EmailField("e-mail")
    email_key = EmailKeyField()
    wording = models.CharField(
        max_length=300, help_text="The words beside the button that was pressed."
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    consent = models.OneToOneField(
        Consent, models.CASCADE, null=True, related_name="+", editable=False
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["email_key", "asked_at"], name="subscription_email"),
            models.Index(fields=["asked_at"], name="subscription_asked"),
        ]

    def __str__(self) -> str:
        return f"Subscription {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.consent is not None and self.consent.withdrawn_at is None

    @property
    def may_be_confirmed(self) -> bool:
        return self.consent is None and timezone.now() - self.asked_at < CONFIRM_WITHIN
