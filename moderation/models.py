"""What visitors write in public: the fields of everything moderated, and the verdicts on it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from contactatonce.lib.versions import Versioned, VersionedQuerySet

from .states import IllegalMove, Refusal, State, may_move
from .words import words

UNDO_WITHIN = timedelta(minutes=10)


class ModeratedQuerySet(VersionedQuerySet[Any]):
    """Moderated items, by state."""

    def published(self) -> "ModeratedQuerySet":
        return self.filter(state=State.PUBLISHED)

    def held(self) -> "ModeratedQuerySet":
        return self.filter(state=State.HELD)


class Moderated(Versioned):
    """Something that a visitor wrote, and whether the public may read it.

    A kind of its own inherits from this, says who its author is (`author_field`, a column that is
    the same in all that one author wrote) and what a moderator is to see of it, and is registered
    by `registry.moderated`.
    """

    author_field: ClassVar[str]
    joined: ClassVar[tuple[str, ...]] = ()  # what select_related() needs for the queue

    text = models.TextField()
    html = models.TextField(blank=True, editable=False)
    digest = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Keyed, to notice repeated text."
    )
    link_hosts = models.CharField(
        max_length=1000,
        blank=True,
        editable=False,
        help_text="The hosts that its links lead to, each between spaces.",
    )
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.HELD, editable=False
    )
    refusal = models.CharField(
        "refused because",
        max_length=10,
        choices=[("", "–"), *Refusal.choices],
        blank=True,
        editable=False,
    )
    reasons = models.JSONField("held because", default=list, blank=True, editable=False)
    score = models.PositiveSmallIntegerField("suspicion", default=0, editable=False)
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When it came into this state."
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="%(app_label)s_%(class)s_state"
            ),
            models.CheckConstraint(
                condition=Q(state=State.REFUSED, refusal__in=Refusal.values)
                | (~Q(state=State.REFUSED) & Q(refusal="")),
                name="%(app_label)s_%(class)s_is_refused_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["moved_at"],
                condition=Q(state=State.HELD),
                name="%(app_label)s_%(class)s_waits",
            ),
            models.Index(fields=["state", "submitted_at"], name="%(app_label)s_%(class)s_by_date"),
            models.Index(fields=["digest", "submitted_at"], name="%(app_label)s_%(class)s_digest"),
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=State.PUBLISHED) & ~Q(link_hosts=""),
                name="%(app_label)s_%(class)s_links",
            ),
        ]

    @property
    def seen(self) -> str:
        """What names this item as the reader sees it now: kind, number and version."""
        return f"{self._meta.label_lower}:{self.pk}:{self.version}"

    @property
    def author_key(self) -> Any:
        return getattr(self, self.author_field)

    @property
    def author_name(self) -> str:
        """How the author calls himself; for moderators."""
        raise NotImplementedError

    @property
    def place(self) -> str:
        """What it was written under; for moderators."""
        raise NotImplementedError

    @property
    def place_url(self) -> str:
        """Where that is, as a full address."""
        raise NotImplementedError

    @property
    def is_held(self) -> bool:
        return self.state == State.HELD

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_refused(self) -> bool:
        return self.state == State.REFUSED

    def move(self, to: str, **columns: Any) -> None:
        """Go to state `to`; raise IllegalMove where that is not allowed, Conflict if overtaken."""
        if not may_move(self.state, to):
            raise IllegalMove(f"{self}: {self.state} -> {to}")
        if to != self.state:
            columns["moved_at"] = timezone.now()
        self.write(**{"refusal": "", **columns, "state": to})


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Verdicts, by what is asked of them."""

    def active(self) -> "VerdictQuerySet":
        """Those that nobody took back."""
        return self.filter(undone_at=None)

    def undoable(self, now: datetime | None = None) -> "VerdictQuerySet":
        """Those that can still be taken back."""
        return self.active().filter(at__gt=(now or timezone.now()) - UNDO_WITHIN)

    def final(self, now: datetime | None = None) -> "VerdictQuerySet":
        """Those that stand and can no longer be taken back."""
        return self.active().filter(at__lte=(now or timezone.now()) - UNDO_WITHIN)


class Verdict(models.Model):
    """What a moderator decided about one item, and whether it was taken back."""

    class Decision(models.TextChoices):
        APPROVE = "approve", "Approved"
        REFUSE = "refuse", "Refused"

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField(help_text="Of the item, as the moderator saw it.")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    refusal = models.CharField("because", max_length=10, choices=Refusal.choices, blank=True)
    before = models.CharField(max_length=10, choices=State.choices)
    before_refusal = models.CharField(max_length=10, choices=Refusal.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField("taken back", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["at"], name="verdict_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "version"], name="one_verdict_per_version"
            ),
            models.CheckConstraint(
                condition=Q(decision="refuse", refusal__in=Refusal.values)
                | Q(decision="approve", refusal=""),
                name="verdict_refuses_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Verdict {self.pk}"

    @property
    def title(self) -> str:
        """What it was about, by kind and number: "Comment 7"."""
        return f"{self.content_type.name} {self.object_id}".capitalize()

    @property
    def final_at(self) -> datetime:
        """From when on it cannot be taken back, so that its author may be told."""
        return self.at + UNDO_WITHIN

    @property
    def is_undoable(self) -> bool:
        return self.undone_at is None and timezone.now() < self.final_at

    def still_holds(self, item: Moderated) -> bool:
        """Whether `item` is as this left it: later verdicts, if any, were taken back.

        Taking one back is a change as well, so each leaves the item two versions further on; an
        edit by the author or a verdict that stands leaves it one. So one that was taken back itself
        never holds.
        """
        later = Verdict.objects.filter(
            content_type=self.content_type_id, object_id=self.object_id, pk__gt=self.pk
        )
        undone = later.exclude(undone_at=None).count()
        return item.version == self.version + 1 + 2 * undone


class WatchedWord(models.Model):
    """A word or phrase whose use makes a moderator look."""

    word = models.CharField(
        max_length=80,
        help_text="A word or a phrase, in any case; a * at its end stands for any ending.",
    )
    note = models.CharField(max_length=200, blank=True, help_text="Why it is watched.")

    class Meta:
        ordering = ["word"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("word"),
                name="word_is_watched_once",
                violation_error_message="This word is watched already.",
            )
        ]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        if not words(self.word):
            raise ValidationError({"word": "Write a word: letters or digits."})


class Training(models.Model):
    """When the classifier learned last, and from how many texts."""

    learned_at = models.DateTimeField()
    spam = models.PositiveIntegerField("refused as advertising")
    ham = models.PositiveIntegerField("approved")

    class Meta:
        verbose_name_plural = "training"

    def __str__(self) -> str:
        return f"Training {self.pk}"


class Token(models.Model):
    """How many texts of each kind hold one word, which stands here as a keyed digest only."""

    digest = models.BigIntegerField(primary_key=True)
    spam = models.PositiveIntegerField()
    ham = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(spam__gte=2) | Q(ham__gte=2) | Q(spam=1, ham=1),
                name="token_stands_in_more_than_one_text",
            )
        ]

    def __str__(self) -> str:
        return f"Token {self.digest}"
