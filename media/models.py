"""The library of pictures that pages and posts are illustrated with."""

import re
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

FILE_NAME = re.compile(
    r"\.(jpe?g|jfif|png|gif|webp|avif|svg|heic|tiff?|bmp)$"
    r"|^(img|dsc[nf]?|pxl|dji|gopr|mvimg|image|photo|picture|screen ?shot|bild|untitled)?"
    r"[ _-]*(\d([\d _.:-]|at)*)?(\(\d+\)|copy)?$",
    re.I,
)


def not_a_file_name(alt: str) -> None:
    """Raise ValidationError where an alternative text is what a camera calls its files."""
    if FILE_NAME.search(alt.strip()):
        raise ValidationError("That is a file name. Say what the picture shows.")


def is_file_name(alt: str, name: str) -> bool:
    """Tell whether `alt` only repeats `name`, the name under which a file was sent."""
    words = [re.sub(r"\W|_", "", text).casefold() for text in (alt, PurePosixPath(name).stem)]
    return words[0] == words[1]


def originals() -> Storage:
    """Return the storage of originals, which visitors cannot reach."""
    return storages["originals"]


def published() -> Storage:
    """Return the storage of renditions: anyone who knows a path may load it."""
    return storages["renditions"]


class ImageQuerySet(models.QuerySet["Image"]):
    """Pictures as queries need them."""

    def with_renditions(self) -> "ImageQuerySet":
        """Prefetch the renditions, in one query for all pictures."""
        return self.prefetch_related("renditions")


class Image(models.Model):
    """A picture that staff uploaded, with its alternative text."""

    title = models.CharField(max_length=120, help_text="How staff find it; visitors do not see it.")
    file = models.FileField(storage=originals, max_length=120, editable=False)
    alt = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        validators=[not_a_file_name],
        help_text="What the picture shows, for people who do not see it.",
    )
    decorative = models.BooleanField(
        default=False, help_text="It says nothing that the text does not say: no alternative text."
    )
    width = models.PositiveIntegerField(editable=False, help_text="Upright, in pixels.")
    height = models.PositiveIntegerField(editable=False)
    content_hash = models.CharField(max_length=64, unique=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(auto_now_add=True, db_index=True)
    rendered_at = models.DateTimeField(null=True, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = "picture"
        constraints = [
            models.CheckConstraint(
                condition=Q(decorative=True, alt="") | (Q(decorative=False) & ~Q(alt="")),
                name="image_has_alt_or_is_decorative",
                violation_error_message=(
                    "Write what the picture shows, or tick that it is decorative; not both."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        self.alt = " ".join(self.alt.split())
        self.title = " ".join(self.title.split())

    @property
    def markdown(self) -> str:
        """The picture as it is written into a text."""
        alt = re.sub(r"([\\\[\]])", r"\\\1", self.alt)
        return f"![{alt}](image:{self.pk})"


class Rendition(models.Model):
    """One size and format of a picture, as browsers load it."""

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4, choices=Format.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="In bytes.")
    file = models.FileField(storage=published, max_length=120)

    class Meta:
        ordering = ["image", "format", "width"]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "format", "width"], name="rendition_once_for_format_and_width"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()}, {self.width} × {self.height}"

    @property
    def url(self) -> str:
        """The path on any of the sites; it changes with the content."""
        return str(self.file.url)

    @property
    def media_type(self) -> str:
        return f"image/{self.format}"
