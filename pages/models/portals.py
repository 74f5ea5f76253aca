"""Sign-in pages of the chat service, and their agreements (P05)."""

from django.db import models

from pages.targets import validate_web


class Portal(models.Model):
    """A portal of the chat service, which has an agreement of its own."""

    class Audience(models.TextChoices):
        CONSUMERS = "consumers", "For consumers"
        MERCHANTS = "merchants", "For merchants"
        PROVIDERS = "providers", "For site providers"

    audience = models.CharField("audience", max_length=12, choices=Audience.choices)
    name = models.CharField(max_length=80)
    agreement_url = models.CharField(
        "agreement",
        max_length=500,
        validators=[validate_web],
        help_text="What is submitted in the portal is governed by it, not by our policy (P05).",
    )
    sign_in_url = models.CharField(
        "sign-in page", max_length=500, blank=True, validators=[validate_web]
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
