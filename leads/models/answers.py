"""Catalog of the answers that a visitor can give, each a column with its question.

Forms, corrections, the staff record, the export, personal data, the spam rules and the proofs
derive from these declarations: a new answer is one `Question` here and a migration.
"""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django_countries.fields import Country, CountryField

from contactatonce.brands.directory import directory
from contactatonce.lib.email_addresses import EmailField, EmailKeyField
from leads import phones
from moderation import words
from moderation.rules import INQUIRIES
from privacy.registry import Category, Kind, Personal

from .questions import Group, Question, grouped, questions_of

EMAIL = Personal(Category.CONTACT, Kind.EMAIL)
PHONE = Personal(Category.CONTACT, Kind.PHONE)
NAME = Personal(Category.CONTACT, Kind.NAME)
ADDRESS = Group("address", "Mailing address", "To send you something by post.")


class Answers(models.Model):
    """The closed catalog of answers from a visitor (P09)."""

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

    subject = Question(
        label="What is it about?",
        reason="So that your message goes straight to the right colleague.",
        missing="Choose what your message is about.",
        personal=Category.CONTENT,
        policy="what your inquiry is about",
        example="other",
    ).stored_in(models.CharField("about", max_length=16, choices=Subject.choices, blank=True))
    name = Question(
        label="Your name",
        reason="So that we know how to address you.",
        missing="Write your name.",
        personal=NAME,
        policy="name",
        example="Proof Example",
        attrs={"autocomplete": "name"},
    ).stored_in(models.CharField(max_length=200, blank=True))
    email = Question(
        label="E-mail address",
        reason="Our answer goes to this address.",
        missing="Write your e-mail address.",
        personal=EMAIL,
        example="proof@example.com",
        attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    ).stored_in(EmailField("e-mail", blank=True))
    phone = Question(
        label="Phone",
        reason="For a call, if you would rather talk. Any way of writing it is fine.",
        missing="Write a phone number.",
        personal=PHONE,
        policy="phone number",
        example="+1 404 555 0100",
        attrs={"autocomplete": "tel", "type": "tel"},
    ).stored_in(models.CharField(max_length=120, blank=True))
    company_name = Question(
        label="Company",
        reason="So that we know who we are talking with.",
        missing="Write the name of your company.",
        personal=Category.BUSINESS,
        policy="company name",
        example="Example",
        attrs={"autocomplete": "organization"},
    ).stored_in(models.CharField("company", max_length=200, blank=True))
    company_size = Question(
        label="Company size",
        reason="What suits three people seldom suits three hundred.",
        missing="Choose the size of your company.",
        personal=Category.BUSINESS,
        example="1",
    ).stored_in(models.CharField(max_length=10, choices=CompanySize.choices, blank=True))
    business_type = Question(
        label="Type of business",
        reason="So that our examples come from your trade.",
        missing="Choose your type of business.",
        personal=Category.BUSINESS,
        example="other",
    ).stored_in(models.CharField(max_length=14, choices=BusinessType.choices, blank=True))
    street = Question(
        label="Street and number",
        missing="Write street and number.",
        personal=Category.CONTACT,
        example="1 Example Street",
        group=ADDRESS,
        lines=2,
        attrs={"autocomplete": "street-address"},
    ).stored_in(models.CharField(max_length=250, blank=True))
    city = Question(
        label="City",
        missing="Write the city.",
        personal=Category.CONTACT,
        example="Alpharetta",
        group=ADDRESS,
        attrs={"autocomplete": "address-level2"},
    ).stored_in(models.CharField(max_length=120, blank=True))
    region = Question(
        label="State or region",
        personal=Category.CONTACT,
        example="GA",
        group=ADDRESS,
        is_optional=True,  # not every country has states
        attrs={"autocomplete": "address-level1"},
    ).stored_in(models.CharField("state or region", max_length=120, blank=True))
    postal_code = Question(
        label="ZIP or postal code",
        personal=Category.CONTACT,
        example="30022",
        group=ADDRESS,
        is_optional=True,  # nor postal codes
        attrs={"autocomplete": "postal-code"},
    ).stored_in(models.CharField("ZIP or postal code", max_length=20, blank=True))
    country = Question(
        label="Country",
        missing="Choose the country.",
        personal=Category.CONTACT,
        example="US",
        group=ADDRESS,
        attrs={"autocomplete": "country"},
    ).stored_in(CountryField(blank=True))
    message = Question(
        label="Your message",
        reason="What would you like to know? A sentence or two is enough.",
        missing="Write what you would like to know.",
        personal=Category.CONTENT,
        example="Please tell me how the promises of your privacy policy are kept.",
        lines=6,
    ).stored_in(models.TextField(max_length=10_000))
    news_wording = models.CharField(
        "asked for news with these words", max_length=300, blank=True, editable=False
    )
    email_key = EmailKeyField()
    phone_e164 = models.CharField("phone (E.164)", max_length=20, blank=True)
    digest = models.CharField(
        max_length=64,
        editable=False,
        help_text="Keyed digest of the message, to detect repetition.",
    )
    received_at = models.DateTimeField(default=timezone.now)
    spam_score = models.PositiveSmallIntegerField(default=0)
    spam_reasons = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        for name, value in self.derived().items():
            setattr(self, name, value)
        super().save(*args, **kwargs)

    def derived(self) -> dict[str, str]:
        """Return the columns that are computed from other ones.

        A phone number without country code is read in the country given, or else in our offices'.
        """
        regions = [self.country.code, *office_regions()] if self.phone else []
        return {
            "phone_e164": phones.to_e164(self.phone, filter(None, regions)) if self.phone else "",
            "digest": words.digest(self.message),
        }

    def answer(self, name: str) -> str:
        """Return one answer for display: the label of a choice, the name of a country."""
        value = getattr(self, name)
        if isinstance(value, Country):
            return str(value.name)
        return str(CHOICES[name].get(value, value))

    @property
    def wording(self) -> tuple[str, ...]:
        """All answers of the visitor, for comparison."""
        return tuple(str(getattr(self, name) or "") for name in (*QUESTIONS, "news_wording"))

    @property
    def suspicions(self) -> list[dict[str, Any]]:
        return INQUIRIES.explain(self.spam_reasons)


QUESTIONS = questions_of(Answers)
COLUMNS = {each.name: each for each in Answers._meta.local_fields if each.name in QUESTIONS}
CHOICES: dict[str, dict[Any, Any]] = {
    name: dict(column.choices or ()) if name != "country" else {}
    for name, column in COLUMNS.items()
}
ASKED = grouped(QUESTIONS)  # a question that a form can ask -> its columns


def heading(column: str) -> str:
    """Return the name of an answer as shown to staff: "Company size"."""
    return str(capfirst(COLUMNS[column].verbose_name))


def title(question: str) -> str:
    """Return the name of a question as shown to staff: that of its group or of its column."""
    group = QUESTIONS[ASKED[question][0]].group
    return group.label if group else heading(question)


def question_choices() -> list[tuple[str, str]]:
    return [(question, title(question)) for question in ASKED]


def office_regions() -> list[str]:
    """Return the regions of our offices, the defaults for phone numbers without country code."""
    regions = [phones.region_of(office.phone) for office in directory.get().offices]
    return [region for region in regions if region]
