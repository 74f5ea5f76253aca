"""Received inquiries. These rows never change; the work on them is in work.py."""

import hashlib
import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Value

from contactatonce.brands.models import Brand
from contactatonce.lib.indexes import TrigramIndex

from .answers import Answers
from .forms import InquiryForm
from .search import Joined, digits, searchable

SEARCHED = (
    "name",
    "email",
    "company_name",
    "city",
    "postal_code",
    digits("phone"),
    "phone_e164",
)
CAMPAIGN_LENGTH = 60
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without characters that look alike


def new_reference() -> str:
    """Return an eight-character reference that is easy to read out on the phone."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))


def reference_of(key: uuid.UUID) -> str:
    """Return the reference of the inquiry with this key, which is known before it is stored."""
    number, letters = int.from_bytes(hashlib.sha256(key.bytes).digest(), "big"), ""
    for _ in range(8):
        number, place = divmod(number, len(REFERENCE_LETTERS))
        letters += REFERENCE_LETTERS[place]
    return letters


def searched_message() -> models.GeneratedField:
    return models.GeneratedField(
        expression=searchable("message"), output_field=models.TextField(), db_persist=True
    )


class Inquiry(Answers):
    """A message that a visitor sent through one of the sites' forms, or that staff typed in."""

    class Source(models.TextChoices):
        FORM = "form", "Form"
        PHONE = "phone", "Phone call"
        FAIR = "fair", "Trade fair"
        LETTER = "letter", "Letter"
        OTHER = "other", "Other way"

    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    key = models.UUIDField("idempotency key", unique=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", verbose_name="site")
    form = models.ForeignKey(InquiryForm, models.PROTECT, related_name="+")
    page = models.CharField("sent from page", max_length=200, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.FORM)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    campaign_source = models.CharField(max_length=CAMPAIGN_LENGTH, blank=True)
    campaign_medium = models.CharField(max_length=CAMPAIGN_LENGTH, blank=True)
    campaign_name = models.CharField("campaign", max_length=CAMPAIGN_LENGTH, blank=True)
    referrer_host = models.CharField("came from website", max_length=253, blank=True)
    answer_by = models.DateTimeField("answer promised by")
    has_disposable_address = models.BooleanField(default=False)
    policy_version = models.PositiveSmallIntegerField(
        null=True,
        editable=False,
        help_text="Version of the privacy policy then in force.",
    )
    search_text = models.GeneratedField(
        expression=searchable(Joined(Value("#"), "reference"), *SEARCHED),
        output_field=models.TextField(),
        db_persist=True,
    )
    message_text = searched_message()

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
            TrigramIndex(fields=["message_text"], name="inquiry_message"),
        ]

    def __str__(self) -> str:
        return f"Inquiry {self.reference}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An inquiry is never changed; new answers are stored as a Correction.")
        super().save(*args, **kwargs)

    @property
    def origin(self) -> list[tuple[str, str]]:
        """Where it came from, as label and value, without empty ones."""
        entered_by = self.entered_by.display_name if self.entered_by else ""
        tags = (self.campaign_source, self.campaign_medium, self.campaign_name)
        found = [
            ("Came by", "" if self.source == self.Source.FORM else self.get_source_display()),
            ("Entered by", entered_by),
            ("Campaign", " / ".join(filter(None, tags))),
            ("Came from", self.referrer_host),
        ]
        return [(label, value) for label, value in found if value]

    @property
    def latest(self) -> "Answers":
        """The visitor's latest answers: the newest correction, or the inquiry itself."""
        return self.corrections.order_by("-pk").first() or self


class Correction(Answers):
    """Changed answers to an inquiry, sent again from the same page."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="corrections")
    search_text = models.GeneratedField(
        expression=searchable(*SEARCHED), output_field=models.TextField(), db_persist=True
    )
    message_text = searched_message()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["email_key"], name="correction_email"),
            TrigramIndex(fields=["search_text"], name="correction_search"),
            TrigramIndex(fields=["message_text"], name="correction_message"),
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk} of inquiry {self.inquiry_id}"
