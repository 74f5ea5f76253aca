"""What a text that is live will say from some moment on."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


class ScheduledChangeQuerySet(models.QuerySet["ScheduledChange"]):
    """Changes, by what is asked of them; the one that comes first, first."""

    def of(self, publishable: models.Model) -> "ScheduledChangeQuerySet":
        kind = ContentType.objects.get_for_model(publishable)
        return self.filter(content_type=kind, object_id=publishable.pk)

    def waiting(self) -> "ScheduledChangeQuerySet":
        """Those that were neither carried out nor called off."""
        return self.filter(applied_at=None, cancelled_at=None).order_by("takes_effect_at", "pk")

    def due(self, now: datetime | None = None) -> "ScheduledChangeQuerySet":
        """Those in force that have not been written into their row yet."""
        return self.waiting().filter(takes_effect_at__lte=now or timezone.now())


class ScheduledChange(models.Model):
    """What something that is live will say from a moment on."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    publishable = GenericForeignKey("content_type", "object_id")
    # Each field with its new value, those that the model computes included: a reader's request
    # puts them in the place of the row's own and renders nothing.
    fields = models.JSONField(editable=False)
    takes_effect_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects = ScheduledChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-takes_effect_at"]
        indexes = [
            models.Index(
                fields=["content_type", "object_id", "takes_effect_at"],
                name="change_waits",
                condition=Q(applied_at=None, cancelled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"Scheduled change {self.pk}"

    def show_on(self, publishable: Any) -> None:
        """Put the new values in the place of the instance's own; nothing is stored."""
        for name, value in self.fields.items():
            setattr(publishable, name, value)
