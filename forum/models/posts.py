"""Posts of the forum, their earlier versions, and pictures in them."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from contactatonce.lib.saving import AppendOnlyModel, UpdateOnlyModel
from moderation.models import Moderated, ModeratedQuerySet
from moderation.registry import moderated
from moderation.states import MOVES, State

from .members import Member, forum_files
from .topics import Topic

RESTORE_WITHIN = timedelta(days=30)
KEEP_REFUSED = timedelta(days=90)


def outdated(now: datetime) -> Q:
    """Return the condition for posts removed 30 days ago, or refused 90 days ago."""
    removed = Q(state=State.WITHDRAWN, moved_at__lt=now - RESTORE_WITHIN)
    return removed | Q(state=State.REFUSED, moved_at__lt=now - KEEP_REFUSED)


class ForumPostQuerySet(ModeratedQuerySet):
    def readable(self) -> "ForumPostQuerySet":
        """Return published posts of topics that readers see."""
        return self.filter(state=State.PUBLISHED, topic__in=Topic.objects.published())

    def with_names(self) -> "ForumPostQuerySet":
        return self.select_related("author__user")


@moderated
class Post(Moderated):
    """A post of a member: the first of a topic, or a reply."""

    author_field: ClassVar[str] = "author_id"
    joined: ClassVar[tuple[str, ...]] = ("topic__board__brand", "topic__opening", "author__user")
    prefetched: ClassVar[tuple[str, ...]] = ("reports",)
    site_field: ClassVar[str] = "topic__board__brand"
    search_fields: ClassVar[tuple[str, ...]] = (
        "text",
        "topic__title",
        "author__user__display_name",
    )
    moves: ClassVar = {**MOVES, State.WITHDRAWN: frozenset({State.HELD, State.PUBLISHED})}

    key = models.UUIDField("idempotency key", unique=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="posts", editable=False)
    author = models.ForeignKey(Member, models.RESTRICT, related_name="posts", editable=False)
    published_at = models.DateTimeField(
        null=True, editable=False, help_text="When readers first saw it; a return is no news."
    )
    edited_at = models.DateTimeField(
        null=True, editable=False, help_text="Of the last change with an earlier version."
    )

    objects = ForumPostQuerySet.as_manager()  # type: ignore[misc]  # replaces Versioned's

    class Meta(Moderated.Meta):
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            *Moderated.Meta.indexes,
            models.Index(fields=["topic", "state", "id"], name="post_in_topic"),
            models.Index(fields=["author", "state", "submitted_at"], name="post_author"),
        ]

    def __str__(self) -> str:
        return f"Forum post {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/forum/posts/{self.pk}/"  # reverse() for each post would be a tenth of a page

    @property
    def author_name(self) -> str:
        return self.author.name

    @property
    def screened_name(self) -> str:
        return self.author.name

    @property
    def screened_text(self) -> str:
        """The text, with the title if it opens a topic: both are published by one verdict."""
        return f"{self.topic.title}\n{self.text}" if self.is_opening else self.text

    @property
    def place(self) -> str:
        return f"in “{self.topic.title}”, board {self.topic.board.name}"

    @property
    def place_url(self) -> str:
        return f"{self.topic.board.brand.origin}{self.get_absolute_url()}"

    @property
    def is_opening(self) -> bool:
        return self.topic.opening_id in {None, self.pk}

    @property
    def title(self) -> str:
        return self.topic.title if self.is_opening else ""

    @property
    def open_reports(self) -> list[Any]:
        """Reports that no verdict has closed; the queue prefetches them."""
        return [report for report in self.reports.all() if report.closed_at is None]

    @property
    def is_removed(self) -> bool:
        return self.state == State.WITHDRAWN

    def may_be_restored(self, now: datetime | None = None) -> bool:
        return self.is_removed and (now or timezone.now()) - self.moved_at < RESTORE_WITHIN

    @classmethod
    def reported(cls) -> Any:
        """Return published posts with reports that no verdict has closed."""
        rows = cls._base_manager.filter(state=State.PUBLISHED)
        open_reports = rows.filter(reports__isnull=False, reports__closed_at=None)
        return rows.filter(pk__in=open_reports.values("pk"))

    @classmethod
    def locked(cls, pk: int) -> Any:
        """Lock the author first, then the post: new posts lock author and topic in this order."""
        Member.objects.select_for_update(of=("self",)).filter(posts=pk).first()
        return super().locked(pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.is_published and self.published_at is None:
            self.published_at = self.moved_at
        super().save(*args, **kwargs)

    def move(self, to: str, **columns: Any) -> None:
        """Change the state, and count the topic again in the same transaction."""
        if to == State.PUBLISHED and self.published_at is None:
            columns["published_at"] = timezone.now()
        with transaction.atomic():
            super().move(to, **columns)
            if self.topic.opening_id == self.pk:
                self.topic.opening = self  # its state decides what the topic shows
            self.topic.recount()


class PostVersion(AppendOnlyModel):
    """An earlier text of a published post; readers can compare it with the later ones."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(
        max_length=120, blank=True, editable=False, help_text="Of the topic, with its first post."
    )
    text = models.TextField(editable=False)
    until_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When the next version replaced it."
    )

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "number"], name="post_versions_are_numbered")
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of forum post {self.post_id}"


class Picture(UpdateOnlyModel):
    """A picture that a member uploaded for a post, without metadata."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="pictures", editable=False)
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, related_name="pictures", editable=False
    )
    file = models.FileField(storage=forum_files, max_length=100, editable=False)
    alt = models.CharField("alternative text", max_length=200)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["added_at"], name="forum_picture_age")]

    def __str__(self) -> str:
        return f"Picture {self.pk} in the forum"

    def get_absolute_url(self) -> str:
        return reverse("forum:picture", args=[self.pk])

    @property
    def markdown(self) -> str:
        """The picture as it is written into a text."""
        alt = re.sub(r"([\\\[\]])", r"\\\1", self.alt)
        return f"![{alt}](picture:{self.pk})"
