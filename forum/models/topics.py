"""Topics of the forum, and the events that readers see in them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from contactatonce.brands.models import Brand
from contactatonce.lib.saving import UpdateOnlyModel
from moderation.states import State

from .boards import Board, Tag

REMOVED = "Topic removed by its author"
HIDDEN = "A topic that is not shown"
# The last parts of routes below a topic (forum.urls); a title must not lead to one of them.
ROUTES = frozenset({"read", "reply", "unread", "watch"})
PUBLISHED = Q(opening__state=State.PUBLISHED)
KEPT_FOR_REPLIES = Q(opening__state=State.WITHDRAWN, replies__gt=0)


class TopicQuerySet(models.QuerySet["Topic"]):
    def published(self) -> "TopicQuerySet":
        """Return the topics that readers see.

        A topic whose author removed its first post stays while it has replies.
        """
        return self.filter(PUBLISHED | KEPT_FOR_REPLIES)

    def on(self, brand: Brand) -> "TopicQuerySet":
        return self.filter(board__brand=brand)

    def with_names(self) -> "TopicQuerySet":
        """Join what a list of topics shows."""
        return self.select_related("board", "opening__author__user", "last_post__author__user")


class Topic(UpdateOnlyModel):
    """A conversation: a first post and replies."""

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", "Discussion"
        QUESTION = "question", "Question"

    board = models.ForeignKey(Board, models.PROTECT, related_name="topics")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DISCUSSION)
    title = models.CharField(max_length=120)
    tags = models.ManyToManyField(Tag, blank=True, related_name="topics")
    opening = models.OneToOneField(
        "Post",
        models.CASCADE,
        null=True,
        related_name="opens",
        editable=False,
        verbose_name="first post",
        help_text="Its state decides who sees the topic; none after a merge.",
    )
    last_post = models.ForeignKey(
        "Post", models.SET_NULL, null=True, related_name="+", editable=False
    )
    accepted = models.ForeignKey(
        "Post",
        models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name="accepted answer",
    )
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="merged", editable=False
    )
    replies = models.PositiveIntegerField(default=0, editable=False, help_text="Published ones.")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    active_at = models.DateTimeField(
        "last activity", default=timezone.now, editable=False, help_text="Of published posts."
    )
    pinned_at = models.DateTimeField(
        "pinned", null=True, blank=True, editable=False, help_text="Shown above all others."
    )
    locked_at = models.DateTimeField(
        "locked", null=True, blank=True, editable=False, help_text="Takes no replies."
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["board", "-active_at"], name="topic_by_activity"),
            models.Index(
                fields=["board", "pinned_at"],
                condition=Q(pinned_at__isnull=False),
                name="topic_is_pinned",
            ),
            models.Index(fields=["board", "-opened_at"], name="topic_by_age"),
        ]

    def __str__(self) -> str:
        return f"Topic {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("forum:topic", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        slug = slugify(self.shown_title)[:60].strip("-") or "topic"
        return f"{slug}-topic" if slug in ROUTES else slug

    @property
    def is_published(self) -> bool:
        """Whether readers see it, as `TopicQuerySet.published` says."""
        if self.opening is None:
            return False
        is_kept = self.opening.state == State.WITHDRAWN and self.replies > 0
        return self.opening.state == State.PUBLISHED or is_kept

    @property
    def shown_title(self) -> str:
        """The title for readers; removed with the first post, not shown while that is hidden."""
        if self.is_hidden:
            return HIDDEN
        is_removed = self.opening is not None and self.opening.state == State.WITHDRAWN
        return REMOVED if is_removed else self.title

    @property
    def title_for_author(self) -> str:
        """The title on pages that a hidden topic shows its author alone."""
        return self.title if self.is_hidden else self.shown_title

    @property
    def is_hidden(self) -> bool:
        """Whether its first post is held or refused: then its title appears nowhere."""
        return self.opening is None or self.opening.state in {State.HELD, State.REFUSED}

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    @property
    def is_solved(self) -> bool:
        return self.accepted_id is not None

    @property
    def is_open(self) -> bool:
        """Whether members may reply."""
        return self.locked_at is None and self.merged_into_id is None

    def recount(self) -> None:
        """Count its published posts again; call it in the transaction that changes one of them.

        The row lock makes posts that are published at the same time count each other.
        """
        topic = Topic.objects.select_for_update().get(pk=self.pk)
        found = topic.posts.filter(state=State.PUBLISHED).aggregate(
            last=Max("pk"),
            at=Max("published_at"),
            replies=Count("pk", filter=~Q(pk=topic.opening_id)),
        )
        self.last_post_id, self.replies = found["last"], found["replies"]
        self.active_at = found["at"] or topic.opened_at
        self.save(update_fields=["last_post", "replies", "active_at"])


class TopicEvent(models.Model):
    """A change of a topic by staff, or by its author; readers see it between posts."""

    class Kind(models.TextChoices):
        MOVED = "moved", "moved this topic"
        MERGED = "merged", "merged another topic into this one"
        SPLIT = "split", "moved posts from here to a new topic"
        SPLIT_FROM = "split_from", "moved posts here from another topic"
        LOCKED = "locked", "locked this topic"
        UNLOCKED = "unlocked", "unlocked this topic"
        PINNED = "pinned", "pinned this topic"
        UNPINNED = "unpinned", "unpinned this topic"
        ACCEPTED = "accepted", "accepted an answer"
        UNACCEPTED = "unaccepted", "took an accepted answer back"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    other = models.ForeignKey(
        Topic, models.SET_NULL, null=True, related_name="+", verbose_name="other topic"
    )

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"Event {self.pk} of topic {self.topic_id}"
