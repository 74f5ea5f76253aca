"""What came in. Nothing here is ever changed; work on it is kept in work.py."""

import secrets
import uuid
from typing import Any

from django.db import models
from django.db.models import Value
from django.utils import timezone
from django_countries.fields import CountryField

from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import EmailKeyField
from contactatonce.lib.indexes import TrigramIndex
from moderation import words
from moderation.rules import INQUIRIES

from .forms import InquiryForm
from .search import Joined, digits, searchable

SEARCHED = ("name", "email", "company_name", digits("phone"), "phone_e164")
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without what looks alike


def new_reference() -> str:
    """Return an eight-character reference that can be read out on the phone."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))


class Answers(models.Model):
    """The closed catalog of what a visitor may tell us (P09)."""

    class CompanySize(models.TextChoices):
        ONE = "1", "Just me"
        UP_TO_10 = "2-10", "2 to 10 people"
        UP_TO_50 = "11-50", "11 to 50 people"
        UP_TO_200 = "51-200", "51 to 200 people"
        UP_TO_1000 = "201-1000", "201 to 1,000 people"
        MORE = "1001+", "More than 1,000 people"

    class BusinessType(models.TextChoices):
        DEALER = "dealer", "Car dealer"
        DEALER_GROUP = "dealer_group", "Dealer group"
        APARTMENTS = "apartments", "Apartment community"
        MANAGEMENT = "management", "Property management company"
        PORTAL = "portal", "Listing portal or publisher"
        PARTNER = "partner", "Website or software provider"
        OTHER = "other", "Something else"

    class Subject(models.TextChoices):
        DEMO = "demo", "See a demonstration"
        PRICES = "prices", "Prices"
        SUPPORT = "support", "Help with a product"
        PARTNERSHIP = "partnership", "Partnership"
        PRESS = "press", "Press"
        OTHER = "other", "Something else"

    subject = models.CharField("about", max_length=16, choices=Subject.choices, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField("e-mail", max_length=254, blank=True)
    email_key = EmailKeyField()
    phone = models.CharField("phone as written", max_length=120, blank=True)
    phone_e164 = models.CharField("phone (E.164)", max_length=20, blank=True)
    company_name = models.CharField("company", max_length=200, blank=True)
    company_size = models.CharField(max_length=10, choices=CompanySize.choices, blank=True)
    business_type = models.CharField(max_length=14, choices=BusinessType.choices, blank=True)
    street = models.CharField(max_length=250, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField("state or region", max_length=120, blank=True)
    postal_code = models.CharField("ZIP or postal code", max_length=20, blank=True)
    country = CountryField(blank=True)
    message = models.TextField(max_length=10_000)
    news_wording = models.CharField(
        "asked for news with these words", max_length=300, blank=True, editable=False
    )
    received_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(
        max_length=64,
        editable=False,
        help_text="Keyed digest of the message, to notice repetition.",
    )
    spam_score = models.PositiveSmallIntegerField(default=0)
    spam_reasons = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.digest = words.digest(self.message)
        super().save(*args, **kwargs)

    @property
    def suspicions(self) -> list[dict[str, Any]]:
        """Why it looks like spam: the rules that gave points, each with its sentence as "told"."""
        return INQUIRIES.explain(self.spam_reasons)


class Inquiry(Answers):
    """A message that a visitor sent through one of the sites' forms."""

    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    key = models.UUIDField("idempotency key", unique=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", verbose_name="site")
    form = models.ForeignKey(InquiryForm, models.PROTECT, related_name="+")
    page = models.CharField("sent from page", max_length=200, blank=True)
    answer_by = models.DateTimeField("answer promised by")
    has_disposable_address = models.BooleanField(default=False)
    policy_version = models.PositiveSmallIntegerField(
        null=True,
        editable=False,
        help_text="Version of the privacy policy that was in force.",
    )
    search_text = models.GeneratedField(
        expression=searchable(Joined(Value("#"), "reference"), *SEARCHED),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "inquiries"
        indexes = [
            models.Index(fields=["brand", "-id"], name="inquiry_brand"),
            models.Index(fields=["business_type", "-id"], name="inquiry_business"),
            models.Index(fields=["received_at"], name="inquiry_received"),
            models.Index(fields=["digest"], name="inquiry_digest"),
            models.Index(fields=["email_key"], name="inquiry_email"),
            models.Index(fields=["phone_e164"], name="inquiry_phone"),
            TrigramIndex(fields=["search_text"], name="inquiry_search"),
        ]

    def __str__(self) -> str:
        return f"Inquiry {self.reference}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("What came in is not changed; a new wording is a Correction.")
        super().save(*args, **kwargs)

    @property
    def latest(self) -> "Answers":
        """What the visitor said last: the newest correction, or the inquiry itself."""
        return self.corrections.order_by("-pk").first() or self


class Correction(Answers):
    """A changed wording of an inquiry, sent from the same page once more."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="corrections")
    search_text = models.GeneratedField(
        expression=searchable(*SEARCHED), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["email_key"], name="correction_email"),
            TrigramIndex(fields=["search_text"], name="correction_search"),
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk} of inquiry {self.inquiry_id}"
