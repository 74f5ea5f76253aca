"""Revisions: the text after each save."""

from typing import Any

from django.db import models

from .of_text import OfText


class Revision(OfText):
    """A text after one save, and who saved it."""

    number = models.PositiveIntegerField(editable=False)
    snapshot = models.JSONField(editable=False)
    note = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="revisions_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"Revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A revision stays as it is.")
        super().save(*args, **kwargs)
