"""Editions: what is printed of a testimonial, as staff edited it and the guest confirmed it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from contactatonce.brands.models import Brand

from .testimonials import Testimonial, is_published
from .uploads import Upload, testimonial_files

# Printed beside the words; the guest wrote it first.
PRINTED = ("name", "title", "company", "relation", "incentive")
# What the guest confirms; a change of one is another edition.
CONFIRMED_FIELDS = (
    *PRINTED,
    "quote",
    "photo",
    "clip",
    "trim_start",
    "trim_end",
    "poster_at",
    "captions",
)
# What the conversion makes files of.
CUT_FIELDS = frozenset({"photo", "clip", "trim_start", "trim_end", "poster_at"})
FILES = ("video", "picture_avif", "picture_webp", "picture_jpeg", "picture_small")
# What an edition with the same cut takes from the one before.
CONVERTED = (
    *FILES,
    "width",
    "height",
    "seconds",
    "size",
    "progress",
    "converted_at",
    "transcript",
    "captions_checked_at",
    "captions_checked_by",
)


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(
        self, brand: Brand | None = None, now: datetime | None = None
    ) -> "EditionQuerySet":
        """Return the editions that visitors may see, with all that their pages show."""
        return self.filter(
            is_published(brand, now, "testimonial__"), number=F("testimonial__live_number")
        ).select_related(
            "testimonial__brand",
            "testimonial__person_consent",
            "testimonial__company_consent",
            "testimonial__logo",
        )

    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-testimonial__published_at", "-testimonial")

    def drafts(self) -> "EditionQuerySet":
        """Return the editions that the guest has not confirmed; a testimonial has one at most."""
        return self.filter(confirmed_at=None)


class Edition(models.Model):
    """One edited version of a testimonial; what the guest confirmed never changes."""

    testimonial = models.ForeignKey(Testimonial, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    quote = models.TextField(max_length=1200, help_text="As it is shown.")
    name = models.CharField(max_length=80)
    title = models.CharField("job title", max_length=80, blank=True)
    company = models.CharField(max_length=120, blank=True)
    relation = models.CharField("relation to us", max_length=200, blank=True)
    incentive = models.CharField("what was given in return", max_length=200, blank=True)
    photo = models.ForeignKey(
        Upload, models.RESTRICT, null=True, blank=True, related_name="+", help_text="Or none."
    )
    clip = models.ForeignKey(
        Upload,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="video",
        help_text="Or none.",
    )
    trim_start = models.DecimalField(
        "starts at", max_digits=6, decimal_places=2, default=0, help_text="Seconds."
    )
    trim_end = models.DecimalField(
        "ends at",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Seconds; empty: the end of the video.",
    )
    poster_at = models.DecimalField(
        "picture at", max_digits=6, decimal_places=2, default=1, help_text="Seconds of the cut."
    )
    captions = models.TextField(
        blank=True, help_text="WebVTT, for the cut: what is said, and sounds that matter."
    )
    transcript = models.TextField(blank=True, editable=False)
    captions_checked_at = models.DateTimeField(null=True, editable=False)
    captions_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    video = models.FileField(storage=testimonial_files, max_length=120, editable=False)
    picture_avif = models.FileField(storage=testimonial_files, max_length=120, editable=False)
    picture_webp = models.FileField(storage=testimonial_files, max_length=120, editable=False)
    picture_jpeg = models.FileField(storage=testimonial_files, max_length=120, editable=False)
    picture_small = models.FileField(
        storage=testimonial_files, max_length=120, editable=False, help_text="WebP, for cards."
    )
    width = models.PositiveIntegerField(default=0, editable=False, help_text="Of the picture.")
    height = models.PositiveIntegerField(default=0, editable=False)
    seconds = models.FloatField(default=0, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False, help_text="Of the video, bytes.")
    progress = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="Of the conversion, in percent; empty: not started."
    )
    failure = models.CharField(max_length=300, blank=True, editable=False)
    converted_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    confirmed_at = models.DateTimeField("confirmed by the guest", null=True, editable=False)
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts the edits of staff."
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["testimonial", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["testimonial", "number"], name="edition_number"),
            models.UniqueConstraint(
                fields=["testimonial"],
                condition=Q(confirmed_at=None),
                name="one_edition_waits_for_the_guest",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(approved_at__isnull=False),
                name="edition_is_approved_before_it_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None)
                | Q(clip=None)
                | (
                    Q(captions_checked_at__isnull=False, converted_at__isnull=False)
                    & ~Q(captions="")
                    & ~Q(transcript="")
                    & ~Q(video="")
                ),
                name="edition_of_a_video_has_captions",
            ),
            models.CheckConstraint(
                condition=Q(trim_end=None) | Q(trim_end__gt=F("trim_start")),
                name="edition_ends_after_it_starts",
                violation_error_message="The end of the cut is before its start.",
            ),
        ]

    def __str__(self) -> str:
        return f"Edition {self.number} of testimonial {self.testimonial_id}"

    @property
    def disclosures(self) -> list[str]:
        """What is printed beside the words about relation and incentive."""
        given = f"Received in return: {self.incentive}" if self.incentive else ""
        return [text for text in (self.relation, given) if text]

    @property
    def is_converting(self) -> bool:
        return self.progress is not None and not self.converted_at and not self.failure

    @property
    def files(self) -> dict[str, FieldFile]:
        """Return the stored files that visitors may load, by the name in their URL."""
        found = {
            "video.mp4": self.video,
            "picture.avif": self.picture_avif,
            "picture.webp": self.picture_webp,
            "picture.jpeg": self.picture_jpeg,
            "small.webp": self.picture_small,
        }
        return {name: file for name, file in found.items() if file}
