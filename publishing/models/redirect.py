"""Redirects from URLs whose page moved or was deleted."""

import contextlib

from django.core.exceptions import ValidationError
from django.db import models

from contactatonce.brands.models import Brand
from publishing import addresses


def valid_path(path: str) -> None:
    """Raise ValidationError unless `path` is one of a site's own."""
    try:
        addresses.old_path(path)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def valid_target(target: str) -> None:
    """Raise ValidationError unless `target` is a path of the same site or an https address."""
    try:
        addresses.target(target)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class Redirect(models.Model):
    """A URL that moved, or that is gone for good."""

    brand = models.ForeignKey(Brand, models.CASCADE, verbose_name="site", related_name="redirects")
    old_path = models.CharField(
        "old address",
        max_length=500,
        validators=[valid_path],
        help_text="The path, such as /old-name/. Letter case and a slash at the end do not matter.",
    )
    target = models.CharField(
        "new address",
        max_length=500,
        blank=True,
        validators=[valid_target],
        help_text="A path of the same site, or an address that begins with https://. "
        "Empty: the page is gone for good, and visitors see that.",
    )
    hits = models.PositiveIntegerField(default=0, editable=False)
    last_hit_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["brand", "old_path"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "old_path"],
                name="one_answer_for_an_old_address",
                violation_error_message="This address has an answer already.",
            )
        ]

    def __str__(self) -> str:
        return self.old_path

    def clean(self) -> None:
        """Bring both addresses into the form that is kept; fields validate each for itself."""
        with contextlib.suppress(ValueError):
            self.old_path = addresses.old_path(self.old_path)
            self.target = addresses.target(self.target)

    @property
    def is_gone(self) -> bool:
        return not self.target
