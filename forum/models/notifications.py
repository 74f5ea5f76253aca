"""Read marks, watched topics and notifications of members."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from contactatonce.lib.saving import UpdateOnlyModel

from .members import Member
from .posts import Post
from .topics import Topic


class ReadMark(UpdateOnlyModel):
    """The moment until which a member has read a topic."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(help_text="Posts published until then are read.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "topic"], name="one_read_mark_per_topic")
        ]

    def __str__(self) -> str:
        return f"Reading {self.pk}"


class Watch(UpdateOnlyModel):
    """A member's choice to be notified of a topic's replies, or never."""

    class Level(models.TextChoices):
        WATCHED = "watched", "Watched"
        MUTED = "muted", "Muted"

    member = models.ForeignKey(Member, models.CASCADE, related_name="watches")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="watches")
    level = models.CharField(max_length=7, choices=Level.choices, default=Level.WATCHED)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "topic"], name="one_watch_per_topic")
        ]

    def __str__(self) -> str:
        return f"Watch {self.pk}"


class Notification(UpdateOnlyModel):
    """Something that a member is told on the site, and perhaps by mail."""

    class Kind(models.TextChoices):
        REPLY = "reply", "New reply"
        MENTION = "mention", "You were mentioned"
        ACCEPTED = "accepted", "Your answer was accepted"
        APPROVED = "approved", "Your post was published"
        REFUSED = "refused", "Your post was not published"
        HELD = "held", "Members reported your post"
        REPORT = "report", "Your report was read"

    member = models.ForeignKey(Member, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "kind", "post"], name="one_notification_of_each_kind"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["member", "post"], condition=Q(seen_at=None), name="notification_unseen"
            ),
            models.Index(fields=["at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"Notification {self.pk}"
