"""Whole texts that are scheduled to replace a live one."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils import timezone

from media.models import Image

from .of_text import OfText

PENDING = Q(applied_at=None, canceled_at=None)


class ScheduledRevisionQuerySet(models.QuerySet["ScheduledRevision"]):
    """Scheduled revisions, by text and state."""

    def of(self, publishable: models.Model) -> "ScheduledRevisionQuerySet":
        kind = ContentType.objects.get_for_model(publishable)
        return self.filter(content_type=kind, object_id=publishable.pk)

    def pending(self) -> "ScheduledRevisionQuerySet":
        return self.filter(PENDING)

    def due(self, now: datetime | None = None) -> "ScheduledRevisionQuerySet":
        """Return those whose time has come and which are not stored in their text yet."""
        return self.pending().filter(takes_effect_at__lte=now or timezone.now())

    def undecided(self, publishables: Iterable[type[models.Model]]) -> "ScheduledRevisionQuerySet":
        """Return due ones of these models whose live text was saved since, with its `title`."""
        kinds = {
            ContentType.objects.get_for_model(model).pk: model._base_manager.filter(
                pk=OuterRef("object_id")
            )
            for model in publishables
        }

        def live(column: str) -> Case:
            whens = (
                When(content_type=kind, then=Subquery(rows.values(column)))
                for kind, rows in kinds.items()
            )
            return Case(*whens)

        found = self.due().annotate(live_version=live("version"), title=live("title"))
        rows = found.filter(base_version__lt=F("live_version"))
        return rows.select_related("content_type").defer("snapshot")


class ScheduledRevision(OfText):
    """A whole text that is scheduled to replace a live one; an edit of it is another row."""

    snapshot = models.JSONField(editable=False)
    # The version of the live text that it replaces; with another version an editor has to choose.
    base_version = models.PositiveIntegerField(editable=False)
    pictures = models.ManyToManyField(Image, related_name="+", editable=False)
    takes_effect_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, editable=False)
    canceled_at = models.DateTimeField(null=True, editable=False)

    objects = ScheduledRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=PENDING,
                name="one_pending_revision_of_a_text",
            )
        ]

    def __str__(self) -> str:
        return f"Scheduled revision {self.pk}"

    @property
    def is_pending(self) -> bool:
        return self.applied_at is None and self.canceled_at is None

    @property
    def is_due(self) -> bool:
        return self.is_pending and self.takes_effect_at <= timezone.now()
