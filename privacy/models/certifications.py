"""Who has checked our practice (P02-P04): shown while it is true, and not a day longer."""

from datetime import date
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def own_image(path: str) -> None:
    """Raise ValidationError unless `path` is a file among our own static files."""
    if urlsplit(path).netloc or path.startswith("/") or not finders.find(path):
        raise ValidationError("No such file among the site's own static files.")


class CertificationQuerySet(models.QuerySet["Certification"]):
    def valid(self, on: date | None = None) -> "CertificationQuerySet":
        """Those that hold on the day `on`, which is today by default."""
        on = on or timezone.now().date()
        return self.filter(valid_from__lte=on, valid_until__gte=on)


class Certification(models.Model):
    """A certificate that an independent program has given to the company."""

    class Kind(models.TextChoices):
        PROGRAM = "program", "Independent privacy program"
        FRAMEWORK = "framework", "Framework for data from the European Union"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120, help_text="As the program calls itself today.")
    covers = models.CharField(
        max_length=300,
        default="What is collected through our websites. Downloaded software is not covered.",
        help_text="What was reviewed, and what was not.",
    )
    seal = models.CharField(
        max_length=200,
        blank=True,
        validators=[own_image],
        help_text="Path of the seal among our static files; it is not loaded from the program.",
    )
    validation_url = models.URLField(help_text="Where the program confirms the certificate.")
    dispute_url = models.URLField(
        blank=True, help_text="Where people complain if our answer did not satisfy them."
    )
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="The last day on which it is shown.")

    objects = CertificationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="certification_ends_after_it_begins",
                violation_error_message="It cannot end before it begins.",
            )
        ]

    def __str__(self) -> str:
        return self.name
