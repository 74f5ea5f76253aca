"""A testimonial: what a guest sent, and the state it is in."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import EmailField, EmailKeyField
from media.models import Image
from moderation.models import Moderated, ModeratedQuerySet
from moderation.registry import moderated
from moderation.states import Refusal
from privacy.models import Consent
from privacy.models.consents import is_active
from testimonials.states import MOVES, State

INVITED_FOR = timedelta(days=30)
ON_SITE = "site"  # the channel of a consent that these pages need


class Trade(models.TextChoices):
    """What the company of the guest sells; visitors filter by it."""

    CAR_DEALERS = "car-dealers", "Car dealers"
    APARTMENTS = "apartments", "Apartment communities"
    PORTALS = "portals", "Portals and publishers"


def is_published(brand: Brand | None = None, now: datetime | None = None, prefix: str = "") -> Q:
    """Return the condition for what visitors of `brand` (of any site if None) may see at `now`.

    That takes the active consent of the person for this site; the consent of the company is asked
    where its name is shown. `prefix` leads from another model here and ends in two underscores.
    """
    shown = Q(
        **{
            f"{prefix}state": State.PUBLISHED,
            f"{prefix}person_consent__channels__contains": f" {ON_SITE} ",
        }
    )
    if brand is not None:
        shown &= Q(**{f"{prefix}person_consent__sites__contains": f" {brand.slug} "})
    return shown & is_active(now, f"{prefix}person_consent__")


class TestimonialQuerySet(ModeratedQuerySet):
    def published(
        self, brand: Brand | None = None, now: datetime | None = None
    ) -> "TestimonialQuerySet":
        """Return what visitors may see; see is_published."""
        return self.filter(is_published(brand, now))


@moderated
class Testimonial(Moderated):
    """What a customer says about us, from the invitation to its withdrawal."""

    author_field: ClassVar[str] = "email_key"
    name_field: ClassVar[str] = "name"
    joined: ClassVar[tuple[str, ...]] = ("brand",)
    moves: ClassVar = MOVES
    approved: ClassVar[str] = State.IN_REVIEW
    approvable: ClassVar[frozenset[str]] = frozenset({State.SUBMITTED, State.REFUSED})
    refusable: ClassVar[frozenset[str]] = frozenset({State.SUBMITTED, State.IN_REVIEW})

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        PHOTO = "photo", "Text and photo"
        VIDEO = "video", "Video"

    key = models.UUIDField("idempotency key", unique=True, default=uuid.uuid4, editable=False)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.SUBMITTED, editable=False
    )
    text = models.TextField("the guest’s words", blank=True, editable=False)
    brand = models.ForeignKey(
        Brand, models.PROTECT, related_name="+", verbose_name="site", help_text="Asked on it."
    )
    kind = models.CharField(
        max_length=5, choices=Kind.choices, default=Kind.TEXT, help_text="What the guest chose."
    )
    trade = models.CharField(
        "industry", max_length=12, choices=Trade.choices, default=Trade.CAR_DEALERS
    )
    name = models.CharField(max_length=80, help_text="As it is shown.")
    title = models.CharField("job title", max_length=80, blank=True)
    company = models.CharField(max_length=120, blank=True)
    relation = models.CharField(
        "relation to us",
        max_length=200,
        blank=True,
        help_text="Such as “customer since 2019” or “partner”; shown beside the words.",
    )
    incentive = models.CharField(
        "what was given in return",
        max_length=200,
        blank=True,
        help_text="A discount, a gift; shown beside the words. Empty: nothing.",
    )
    email = EmailField("e-mail")
    email_key = EmailKeyField()
    logo = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="company’s logo",
        help_text="Shown only while the company agrees.",
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    invited_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(
        "invitation ends", null=True, editable=False, help_text="Used until then, once."
    )
    reminded_at = models.DateTimeField(null=True, editable=False)
    person_consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, editable=False, related_name="+"
    )
    company_consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, editable=False, related_name="+"
    )
    live_number = models.PositiveSmallIntegerField(
        "published version", null=True, editable=False, help_text="The guest confirmed it."
    )
    published_at = models.DateTimeField(null=True, editable=False, help_text="For the first time.")

    objects = TestimonialQuerySet.as_manager()  # type: ignore[misc]  # replaces Versioned's

    class Meta:
        ordering: ClassVar = ["-pk"]
        permissions: ClassVar = [
            ("withdraw_testimonial", "Can withdraw a testimonial when its giver asks for it"),
            ("prove_testimonial", "Can download the proof pack of a testimonial"),
        ]
        indexes: ClassVar = [
            *Moderated.Meta.indexes,
            models.Index(fields=["state", "published_at"], name="testimonial_wall"),
            models.Index(fields=["email_key", "state"], name="testimonial_author"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brand", "email_key"],
                condition=Q(state=State.INVITED),
                name="testimonial_is_asked_for_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="%(app_label)s_%(class)s_state"
            ),
            models.CheckConstraint(
                condition=Q(state=State.REFUSED, refusal__in=Refusal.values)
                | (~Q(state=State.REFUSED) & Q(refusal="")),
                name="%(app_label)s_%(class)s_is_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CONFIRMED, State.PUBLISHED])
                | Q(person_consent__isnull=False, live_number__isnull=False),
                name="testimonial_is_confirmed_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False),
                name="testimonial_is_published_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.INVITED, State.EXPIRED, State.WITHDRAWN])
                | Q(person_consent__isnull=False),
                name="testimonial_is_given_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"Testimonial {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("testimonials:testimonial", args=[self.pk])

    @property
    def label(self) -> str:
        """What staff read: number, name and company."""
        company = f", {self.company}" if self.company else ""
        return f"{self.pk}: {self.name or 'no name yet'}{company}"

    @property
    def url(self) -> str:
        return f"{self.brand.origin}{self.get_absolute_url()}"

    @property
    def author_name(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        return "as a testimonial"

    @property
    def place_url(self) -> str:
        return f"{self.brand.origin}{reverse('testimonials:wall')}"

    @property
    def may_be_submitted(self) -> bool:
        """Whether the invitation is unused and has not ended."""
        lasts = self.expires_at is not None and self.expires_at > timezone.now()
        return self.state == State.INVITED and lasts

    @property
    def is_withdrawn(self) -> bool:
        return self.state == State.WITHDRAWN

    def shows_company(self, site: Brand) -> bool:
        """Return whether the company agreed to be named on `site`."""
        consent = self.company_consent
        return (
            consent is not None
            and consent.is_active
            and f" {site.slug} " in consent.sites
            and f" {ON_SITE} " in consent.channels
        )
