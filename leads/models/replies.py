"""Texts that staff reuse in answers."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

PLACEHOLDER = re.compile(r"\{(\w{1,20})\}")


class SavedReplyQuerySet(models.QuerySet["SavedReply"]):
    def for_user(self, user_id: int) -> "SavedReplyQuerySet":
        """The shared replies and the user's own."""
        return self.filter(Q(owner=None) | Q(owner_id=user_id))


class SavedReply(models.Model):
    """A text that staff reuse in answers, shared or one colleague's own."""

    PLACEHOLDERS = ("name", "reference", "site", "promise", "me")

    title = models.CharField(max_length=80)
    body = models.TextField(
        "text",
        max_length=10_000,
        help_text="May contain {name}, {reference}, {site}, {promise} (when we answer) and {me}.",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
        help_text="Without an owner, every colleague can use it.",
    )
    is_signature = models.BooleanField(
        "signature", default=False, help_text="Ends every answer of its owner."
    )

    objects = SavedReplyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = "saved replies"
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(is_signature=True),
                name="one_signature_per_colleague",
                violation_error_message="This colleague has a signature already.",
            ),
            models.CheckConstraint(
                condition=Q(is_signature=False) | Q(owner__isnull=False),
                name="a_signature_has_an_owner",
                violation_error_message="Choose whose signature it is.",
            ),
        ]

    def __str__(self) -> str:
        return f"Saved reply {self.pk}"

    @property
    def label(self) -> str:
        return self.title

    def clean(self) -> None:
        for name in PLACEHOLDER.findall(self.body):
            if name not in self.PLACEHOLDERS:
                raise ValidationError({"body": f"There is no placeholder {{{name}}}."})

    def filled(self, values: dict[str, str]) -> str:
        """Return the text with a value for each placeholder, read once: values are not parsed."""
        return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), self.body)
