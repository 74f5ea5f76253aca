"""Comments by readers, and their e-mail addresses."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.email_addresses import EmailField, EmailKeyField
from contactatonce.lib.saving import UpdateOnlyModel
from moderation.models import Moderated, ModeratedQuerySet
from moderation.registry import moderated
from moderation.states import Refusal, State
from privacy.fingerprints import AboutAddress

from .posts import Post

EDIT_WITHIN = timedelta(hours=24)
FORMER = "Former reader"
UNNAMED = "A reader"


class CommentQuerySet(ModeratedQuerySet):
    def threads(self) -> "CommentQuerySet":
        """Return top-level comments that are published or have published replies."""
        replies = Comment.objects.filter(parent=OuterRef("pk"), state=State.PUBLISHED)
        return self.filter(Q(state=State.PUBLISHED) | Q(Exists(replies)), parent=None)


@moderated
class Comment(Moderated, AboutAddress):
    """A comment by a reader under a post."""

    author_field: ClassVar[str] = "fingerprint"
    name_field: ClassVar[str] = "name"
    joined: ClassVar[tuple[str, ...]] = ("post__brand",)

    key = models.UUIDField("idempotency key", unique=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments", editable=False)
    brand = models.ForeignKey(
        Brand, models.PROTECT, related_name="+", editable=False, verbose_name="written on"
    )
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, related_name="replies", editable=False
    )
    name = models.CharField(max_length=80, blank=True)
    policy_version = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="Of the privacy policy that was in force."
    )

    objects = CommentQuerySet.as_manager()  # type: ignore[misc]  # replaces Versioned's

    class Meta(Moderated.Meta):
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            *Moderated.Meta.indexes,
            models.Index(fields=["post", "state", "parent"], name="comment_thread"),
            models.Index(fields=["fingerprint", "state"], name="comment_author"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"

    @property
    def author_name(self) -> str:
        return self.name or FORMER

    @property
    def place(self) -> str:
        return f"under “{self.post.title}”"

    @property
    def place_url(self) -> str:
        return self.post.url

    @property
    def shown_name(self) -> str:
        """Name for readers; hidden unless the comment is published."""
        if self.is_published:
            return self.author_name
        return FORMER if self.is_gone else UNNAMED

    @property
    def is_gone(self) -> bool:
        return self.state == State.WITHDRAWN

    @property
    def may_be_edited(self) -> bool:
        return not self.closed_because

    @property
    def closed_because(self) -> str:
        """Why the author can no longer change it, or ""."""
        if self.is_gone:
            return "Your comment is gone, so it can no longer be changed."
        if self.is_refused and self.refusal == Refusal.SPAM:
            return "It was refused as advertising, so it can no longer be changed."
        if self.is_published and timezone.now() - self.submitted_at >= EDIT_WITHIN:
            return "It is published, and a day is over, so it can no longer be changed."
        return ""


class CommentAddress(UpdateOnlyModel):
    """The e-mail address of a comment's author, stored apart from what readers see."""

    comment = models.OneToOneField(
        Comment, models.CASCADE, related_name="address", primary_key=True, editable=False
    )
    email = EmailField("e-mail")
    email_key = EmailKeyField()
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "comment addresses"
        indexes: ClassVar = [
            models.Index(fields=["email_key"], name="comment_address_email"),
            models.Index(fields=["since"], name="comment_address_since"),
        ]

    def __str__(self) -> str:
        return f"Address of comment {self.pk}"
