"""Links that show an unpublished text to people without an account."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .of_text import OfText

LIFETIME = timedelta(days=7)


def a_week_from_now() -> datetime:
    return timezone.now() + LIFETIME


def digest(token: str) -> str:
    """Return what the table keeps of a token, from which the token cannot be read."""
    return hashlib.sha256(token.encode()).hexdigest()


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Links, by what is asked of them."""

    def open(self, now: datetime | None = None) -> "PreviewLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now())


class PreviewLink(OfText):
    """A link that shows an unpublished text to people without an account."""

    name = models.CharField(max_length=80, help_text="Who it is for, such as “Legal, first draft”.")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(default=a_week_from_now, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="preview_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="preview_expires_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"Preview link {self.pk}"

    @classmethod
    def make(cls, *, publishable: models.Model, name: str, by: Any) -> tuple["PreviewLink", str]:
        """Store a link; return it and its path, which holds the token and is shown only now."""
        token = secrets.token_urlsafe(24)
        link = cls.objects.create(
            publishable=publishable, name=name, made_by=by, token_digest=digest(token)
        )
        return link, reverse("publishing:preview", args=[token])

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def revoke(self) -> bool:
        """End the link now; return False for one that is revoked already."""
        if self.revoked_at is not None:
            return False
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
        return True
