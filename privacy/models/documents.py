"""Published documents about privacy and use; published versions never change (P32)."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from privacy.policy import clauses

SHORTEST_NOTICE = timedelta(days=14)


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def of(self, document: str) -> "DocumentVersionQuerySet":
        return self.filter(document=document)

    def published(self) -> "DocumentVersionQuerySet":
        return self.filter(published_at__isnull=False)

    def in_force(self, at: datetime | None = None) -> "DocumentVersionQuerySet":
        """Versions that have taken effect by `at`, the one in force first."""
        return self.published().filter(effective_at__lte=at or timezone.now()).order_by("-number")

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.published().exists():
            raise TypeError("A published version stays.")
        return super().delete()


class DocumentVersion(models.Model):
    """One version of the privacy policy, the terms of use or the cookie page."""

    class Document(models.TextChoices):
        PRIVACY = "privacy", "Privacy policy"
        TERMS = "terms", "Terms of use"
        COOKIES = "cookies", "Cookies"

    document = models.CharField(max_length=8, choices=Document.choices)
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text="Given when it is published."
    )
    text = models.TextField(
        help_text=(
            "Markdown. A paragraph or heading that keeps promises begins with their numbers: "
            "[P07] or [P06 P08]."
        )
    )
    html = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    is_material = models.BooleanField(
        "material change",
        default=True,
        help_text="It changes what people may rely on, so they are told at least 14 days ahead.",
    )
    summary = models.TextField(
        "what changes",
        max_length=1000,
        help_text="For the reader: in two or three sentences, what is different and what to do.",
    )
    effective_at = models.DateTimeField("takes effect")
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", F("number").desc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="document_numbers_are_unique"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, number=None)
                | Q(published_at__isnull=False, number__gte=1),
                name="document_is_numbered_when_published",
            ),
            models.CheckConstraint(
                condition=Q(is_material=False)
                | Q(published_at=None)
                | Q(
                    effective_at__gte=F("announced_at") + SHORTEST_NOTICE,
                    announced_at__isnull=False,
                ),
                name="material_version_is_announced_ahead",
                violation_error_message="A material version takes effect 14 days after its notice.",
            ),
        ]

    def __str__(self) -> str:
        number = f"version {self.number}" if self.number else f"draft {self.pk}"
        return f"{self.get_document_display()}, {number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.is_kept:
            raise TypeError("A published version is not changed; publish another one.")
        self.text = self.text.replace("\r\n", "\n")
        self.html = clauses.render(self.text)
        self.digest = hashlib.sha256(self.text.encode()).hexdigest()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(f"privacy:{self.document}_version", kwargs={"number": self.number})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.is_kept:
            raise TypeError("A published version stays.")
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        if problems := clauses.problems(self.text):
            raise ValidationError({"text": problems})

    @property
    def is_kept(self) -> bool:
        return bool(self.pk) and DocumentVersion.objects.filter(pk=self.pk).published().exists()
