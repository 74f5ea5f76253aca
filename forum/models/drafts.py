"""Drafts of posts, kept on the server while a member writes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from contactatonce.lib.saving import UpdateOnlyModel

from .boards import Board, Tag
from .members import Member
from .posts import Post
from .topics import Topic


class Draft(UpdateOnlyModel):
    """A text that a member has not sent yet: a topic for a board, a reply, or a changed post."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="drafts")
    board = models.ForeignKey(Board, models.CASCADE, null=True, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    kind = models.CharField(
        max_length=10, choices=Topic.Kind.choices, default=Topic.Kind.DISCUSSION
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="+")
    text = models.TextField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-saved_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(board__isnull=False, topic=None, post=None)
                | Q(board=None, topic__isnull=False, post=None)
                | Q(board=None, topic=None, post__isnull=False),
                name="draft_has_one_place",
            ),
            *(
                models.UniqueConstraint(
                    fields=["member", place],
                    condition=Q(**{f"{place}__isnull": False}),
                    name=f"one_draft_for_each_{place}",
                )
                for place in ("board", "topic", "post")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["saved_at"], name="draft_age")]

    def __str__(self) -> str:
        return f"Draft {self.pk}"
