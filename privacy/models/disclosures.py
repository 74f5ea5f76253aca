"""Recipients of personal data, and disclosures to them (P11, P20-P24)."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_countries.fields import CountryField

from contactatonce.lib.saving import AppendOnlyModel
from privacy.fingerprints import AboutAddress
from privacy.registry import Category

CATEGORIES = frozenset(category.name for category in Category)


def known_categories(names: object) -> None:
    """Raise ValidationError unless `names` is a non-empty list of names of Category."""
    if not isinstance(names, list) or not names or not CATEGORIES.issuperset(names):
        raise ValidationError("Choose among the categories of data that the policy names.")


def labels(names: list[str]) -> list[str]:
    """Return the labels of the categories `names`, in the order of the policy."""
    return [category.value for category in Category if category.name in names]


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def current(self, on: date | None = None) -> "RecipientQuerySet":
        """Recipients with an active contract on the day `on` (today)."""
        on = on or timezone.now().date()
        return self.filter(contract_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


class Recipient(models.Model):
    """A company or authority that may receive personal data."""

    class Kind(models.TextChoices):
        HOSTING = "hosting", "Runs our servers and stores their data"
        MAIL = "mail", "Delivers our mail"
        SHIPPING = "shipping", "Ships what was ordered"
        SERVICE = "service", "Answers customers for us"
        ADVISER = "adviser", "Advises us and is bound to secrecy"
        AUTHORITY = "authority", "Court, police or other authority"
        CLAIMANT = "claimant", "Party to a dispute or victim of fraud"
        SUCCESSOR = "successor", "Takes over the company or a part of it"
        OTHER = "other", "Any other company, with the person’s prior consent"

    PROVIDERS = frozenset({Kind.HOSTING, Kind.MAIL, Kind.SHIPPING, Kind.SERVICE, Kind.ADVISER})

    slug = models.SlugField(unique=True, help_text="The name by which our software calls it.")
    name = models.CharField(max_length=120)
    kind = models.CharField("does what", max_length=10, choices=Kind.choices)
    purpose = models.CharField(max_length=200, help_text="What it needs the data for.")
    categories = models.JSONField(
        default=list,
        validators=[known_categories],
        help_text="It gets these categories of data and no others.",
    )
    country = CountryField(help_text="Where it handles the data.")
    contract_on = models.DateField("contract of", help_text="From this day on it may receive data.")
    ends_on = models.DateField(
        "contract ends", null=True, blank=True, help_text="The last day. Empty: it runs on."
    )

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("contract_on")),
                name="recipient_contract_ends_after_it_begins",
                violation_error_message="The contract cannot end before it begins.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def category_labels(self) -> list[str]:
        return labels(self.categories)


class Disclosure(AppendOnlyModel, AboutAddress):
    """A disclosure of data about one person to one recipient: what, why, who decided, and when."""

    class Ground(models.TextChoices):
        SERVICE = "service", "Needed for a service to us"
        LEGAL = "legal", "Required by law or legal process"
        RIGHTS = "rights", "To protect rights or safety, or investigate fraud"
        CONSENT = "consent", "The person agreed beforehand"
        CONTROL = "control", "Change of control of the company"

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="disclosures")
    ground = models.CharField(max_length=8, choices=Ground.choices)
    categories = models.JSONField(default=list, validators=[known_categories])
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: our software, under the recipient’s contract.",
    )
    at = models.DateTimeField("disclosed at", default=timezone.now)
    document = models.CharField(
        max_length=120,
        blank=True,
        help_text="Reference of the order, contract or file. No names of people.",
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["fingerprint"], name="disclosure_fingerprint")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=["service", "consent"]) | ~Q(document=""),
                name="disclosure_names_its_document",
                violation_error_message="Name the order or file that this rests on.",
            )
        ]

    def __str__(self) -> str:
        return f"Disclosure {self.pk}"

    @property
    def category_labels(self) -> list[str]:
        return labels(self.categories)
