"""The customer directory (P30)."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import EmailField, EmailKeyField
from contactatonce.lib.versions import Versioned, VersionedQuerySet
from privacy.models import Consent
from privacy.models.consents import is_active

from .testimonials import Trade


class ListingQuerySet(VersionedQuerySet["Listing"]):
    def listed(self, brand: Brand, now: datetime | None = None) -> "ListingQuerySet":
        """Return the entries of `brand` whose companies agree at `now`."""
        return self.filter(is_active(now, "consent__"), brand=brand)


class Listing(Versioned):
    """A customer in the directory of one site, shown while the company agrees."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", verbose_name="site")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    company = models.CharField(max_length=120)
    place = models.CharField(max_length=80, help_text="City or town.")
    region = models.CharField(max_length=80, help_text="State, county or country.")
    trade = models.CharField("industry", max_length=12, choices=Trade.choices)
    link = models.URLField("website", max_length=300, blank=True)
    email = EmailField("contact’s e-mail", help_text="Asked for the company’s consent; not shown.")
    email_key = EmailKeyField()
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, editable=False, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = ListingQuerySet.as_manager()  # type: ignore[misc]  # replaces Versioned's

    class Meta:
        ordering: ClassVar = ["company", "pk"]
        verbose_name = "directory entry"
        verbose_name_plural = "directory entries"
        indexes: ClassVar = [models.Index(fields=["email_key"], name="listing_email")]

    def __str__(self) -> str:
        return f"Directory entry {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('testimonials:directory')}#listing-{self.pk}"

    @property
    def is_listed(self) -> bool:
        """Whether the company agrees now."""
        return self.consent is not None and self.consent.is_active

    @property
    def label(self) -> str:
        return f"{self.company}, {self.place}"

    @property
    def progress(self) -> str:
        """Where the entry is on its way into the directory, in words."""
        if self.is_listed:
            return "Listed"
        if self.removed_at is not None:
            return "Removed"
        if self.consent is not None:
            return "Consent ended"
        return "Asked for consent" if self.asked_at else "Not asked yet"
