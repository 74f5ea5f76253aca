"""Silences of members: why a moderator set one, and which posts were taken down with it."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from contactatonce.lib.saving import UpdateOnlyModel

from .members import Member

UNDO_WITHIN = timedelta(days=30)
DAYS: dict[str, int | None] = {"none": 0, "day": 1, "week": 7, "all": None}


class Silence(UpdateOnlyModel):
    """A decision that a member may only read, until it is undone."""

    class Reach(models.TextChoices):
        NONE = "none", "Leave the posts"
        DAY = "day", "Refuse the posts of the last day"
        WEEK = "week", "Refuse the posts of the last week"
        ALL = "all", "Refuse all posts"

    member = models.ForeignKey(Member, models.CASCADE, related_name="silences", editable=False)
    reason = models.CharField(max_length=300, help_text="The member reads it.")
    reach = models.CharField("posts", max_length=4, choices=Reach.choices, default=Reach.NONE)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    appeal = models.CharField(
        "what the member asks", max_length=1000, blank=True, editable=False, help_text="Once."
    )
    asked_at = models.DateTimeField("asked", null=True, editable=False)
    undone_at = models.DateTimeField("undone", null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(undone_at=None), name="silenced_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"Silence {self.pk}"

    @property
    def since(self) -> datetime | None:
        """Since when posts are refused; None for all of them."""
        days = DAYS[self.reach]
        return None if days is None else self.at - timedelta(days=days)

    def restores_posts(self, now: datetime | None = None) -> bool:
        """Return whether undoing it brings the posts back."""
        return (now or timezone.now()) - self.at < UNDO_WITHIN
