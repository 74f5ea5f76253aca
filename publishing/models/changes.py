"""What a text that is live will say from some moment on."""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from media.models import Image


class ScheduledChangeQuerySet(models.QuerySet["ScheduledChange"]):
    """Changes, by what is asked of them; the one that comes first, first."""

    def of(self, publishable: models.Model) -> "ScheduledChangeQuerySet":
        kind = ContentType.objects.get_for_model(publishable)
        return self.filter(content_type=kind, object_id=publishable.pk)

    def waiting(self) -> "ScheduledChangeQuerySet":
        """Those that were neither carried out nor called off."""
        return self.filter(applied_at=None, canceled_at=None).order_by("takes_effect_at", "pk")

    def due(self, now: datetime | None = None) -> "ScheduledChangeQuerySet":
        """Those in force that have not been written into their row yet."""
        return self.waiting().filter(takes_effect_at__lte=now or timezone.now())


class ScheduledChange(models.Model):
    """What something that is live will say from a moment on."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    publishable = GenericForeignKey("content_type", "object_id")
    # What it says, as a part of a snapshot, and the version of the text that it was written on.
    snapshot = models.JSONField(default=dict, editable=False)
    base_version = models.PositiveIntegerField(default=0, editable=False)
    # Of that the columns that readers get by the clock, what the model computes of them included: a
    # reader's request puts them in the place of the row's own and renders nothing.
    fields = models.JSONField(editable=False)
    pictures = models.ManyToManyField(Image, related_name="+", editable=False)
    takes_effect_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    canceled_at = models.DateTimeField(null=True, editable=False)

    objects = ScheduledChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-takes_effect_at"]
        indexes = [
            models.Index(
                fields=["content_type", "object_id", "takes_effect_at"],
                name="change_waits",
                condition=Q(applied_at=None, canceled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"Scheduled change {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.applied_at is None and self.canceled_at is None

    @property
    def is_due(self) -> bool:
        """Whether readers have it already, though it is not written into its row yet."""
        return self.is_waiting and self.takes_effect_at <= timezone.now()
