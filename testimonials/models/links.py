"""Open links, by which anyone may give a testimonial."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from contactatonce.brands.models import Brand


class OpenLink(models.Model):
    """A link of one site that staff share, until it is closed."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", verbose_name="site")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brand"],
                condition=Q(closed_at=None),
                name="one_open_link_per_site",
                violation_error_message="This site has an open link already.",
            )
        ]

    def __str__(self) -> str:
        return f"Open link {self.pk}"
