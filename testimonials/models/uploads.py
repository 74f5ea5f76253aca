"""The files that guests sent; visitors never see them as they came."""

from typing import ClassVar

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone

from .testimonials import Testimonial

MOST = 3  # files per testimonial


def testimonial_files() -> Storage:
    """Return the private storage of everything that belongs to testimonials."""
    return storages["testimonials"]


class Upload(models.Model):
    """A photo or video of a guest, as it came."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "Photo"
        VIDEO = "video", "Video"

    testimonial = models.ForeignKey(Testimonial, models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    file = models.FileField(storage=testimonial_files, max_length=120)
    content_hash = models.CharField(max_length=64, editable=False, help_text="SHA-256.")
    size = models.PositiveIntegerField(help_text="In bytes.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(default=0, help_text="Of a video.")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["testimonial", "content_hash"], name="testimonial_has_a_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"Upload {self.pk}"

    @property
    def label(self) -> str:
        size = f"{self.width} × {self.height}"
        length = f", {self.seconds:.0f} s" if self.seconds else ""
        return f"{self.get_kind_display()} {self.pk}: {size}{length}"
