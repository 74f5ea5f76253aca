"""Base model of everything visitors publish, and the verdicts on it."""

from collections.abc import Mapping
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

from .states import MOVES, IllegalMove, Refusal, State
from .words import words

UNDO_WITHIN = timedelta(minutes=10)


class ModeratedQuerySet(VersionedQuerySet[Any]):
    def published(self) -> "ModeratedQuerySet":
        return self.filter(state=State.PUBLISHED)

    def held(self) -> "ModeratedQuerySet":
        return self.filter(state=State.HELD)


class Moderated(Versioned):
    """Text by a visitor that is published only if rules or moderators allow it.

    Subclasses set `author_field`, a column that has the same value for all texts of one author, and
    `name_field`, the name that the author chose (or implement `screened_name`), implement the
    properties for the queue, and are decorated with `registry.moderated`. A subclass with more
    states names all `moves` between them, the state `approved` to which a moderator's approval
    leads, and the states in which moderators may approve or refuse.
    """

    author_field: ClassVar[str]
    name_field: ClassVar[str]
    joined: ClassVar[tuple[str, ...]] = ()  # select_related() for the queue
    moves: ClassVar[Mapping[str, frozenset[str]]] = MOVES
    approved: ClassVar[str] = State.PUBLISHED
    approvable: ClassVar[frozenset[str]] = frozenset({State.HELD, State.REFUSED})
    refusable: ClassVar[frozenset[str]] = frozenset({State.HELD, State.PUBLISHED})

    text = models.TextField()
    html = models.TextField(blank=True, editable=False)
    digest = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Keyed, to find repeated text."
    )
    link_hosts = models.CharField(
        max_length=1000,
        blank=True,
        editable=False,
        help_text="Linked hosts, with spaces around each.",
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
        default=timezone.now, editable=False, help_text="When it entered this state."
    )
    confirmed_at = models.DateTimeField(
        "address confirmed",
        null=True,
        editable=False,
        help_text="When its author pressed the button behind a mailed link.",
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
                name="%(class)s_waits",
            ),
            models.Index(fields=["state", "submitted_at"], name="%(class)s_by_date"),
            models.Index(fields=["digest", "submitted_at"], name="%(class)s_digest"),
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=State.PUBLISHED) & ~Q(link_hosts=""),
                name="%(class)s_links",
            ),
        ]

    @property
    def versioned_key(self) -> str:
        """Identify this version of the item: kind, primary key and version."""
        return f"{self._meta.label_lower}:{self.pk}:{self.version}"

    @property
    def author_key(self) -> Any:
        return getattr(self, self.author_field)

    @property
    def author_name(self) -> str:
        """Display name of the author, for moderators."""
        raise NotImplementedError

    @property
    def screened_name(self) -> str:
        """The name that readers would see; the rules compare it with ours."""
        return str(getattr(self, self.name_field))

    @property
    def screened_text(self) -> str:
        """All words that a verdict publishes."""
        return self.text

    @property
    def place(self) -> str:
        """The page it was written on, for moderators."""
        raise NotImplementedError

    @property
    def place_url(self) -> str:
        """Absolute URL of that page."""
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

    @property
    def is_approvable(self) -> bool:
        return self.state in self.approvable

    @property
    def is_refusable(self) -> bool:
        return self.state in self.refusable

    def move(self, to: str, **columns: Any) -> None:
        """Change the state; raise IllegalMove if not allowed, Conflict after a concurrent edit."""
        if to not in self.moves[self.state]:
            raise IllegalMove(f"{self}: {self.state} -> {to}")
        if to != self.state:
            columns["moved_at"] = timezone.now()
        self.write(**{"refusal": "", **columns, "state": to})


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def active(self) -> "VerdictQuerySet":
        return self.filter(undone_at=None)

    def undoable(self, now: datetime | None = None) -> "VerdictQuerySet":
        return self.active().filter(at__gt=(now or timezone.now()) - UNDO_WITHIN)

    def final(self, now: datetime | None = None) -> "VerdictQuerySet":
        """Verdicts in force that can no longer be undone."""
        return self.active().filter(at__lte=(now or timezone.now()) - UNDO_WITHIN)


class Verdict(models.Model):
    """A moderator's decision about one version of an item."""

    class Decision(models.TextChoices):
        APPROVE = "approve", "Approved"
        REFUSE = "refuse", "Refused"

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField(help_text="Version of the item that the moderator saw.")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    refusal = models.CharField("because", max_length=10, choices=Refusal.choices, blank=True)
    before = models.CharField(max_length=10, choices=State.choices)
    before_refusal = models.CharField(max_length=10, choices=Refusal.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField("undone", null=True)
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
        """Kind and number of the item: "Comment 7"."""
        return f"{self.content_type.name} {self.object_id}".capitalize()

    @property
    def final_at(self) -> datetime:
        """When it can no longer be undone and its author is notified."""
        return self.at + UNDO_WITHIN

    @property
    def is_undoable(self) -> bool:
        return self.undone_at is None and timezone.now() < self.final_at

    def still_holds(self, item: Moderated) -> bool:
        """Return whether every change of `item` since this verdict has been undone.

        A verdict and its undo add two to the version; an edit or a verdict in force adds one.
        """
        later = Verdict.objects.filter(
            content_type=self.content_type_id, object_id=self.object_id, pk__gt=self.pk
        )
        undone = later.exclude(undone_at=None).count()
        return item.version == self.version + 1 + 2 * undone


class WatchedWord(models.Model):
    """A word or phrase that holds a text for review."""

    word = models.CharField(
        max_length=80,
        help_text="A word or a phrase, in any case; a * at its end matches any ending.",
    )
    note = models.CharField(max_length=200, blank=True, help_text="Why it is watched.")

    class Meta:
        ordering = ["word"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("word"),
                name="word_is_watched_once",
                violation_error_message="This word is already watched.",
            )
        ]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        if not words(self.word):
            raise ValidationError({"word": "Write a word: letters or digits."})


class Training(models.Model):
    """The latest training of the classifier."""

    learned_at = models.DateTimeField()
    spam = models.PositiveIntegerField("refused as advertising")
    ham = models.PositiveIntegerField("approved")

    class Meta:
        verbose_name_plural = "training"

    def __str__(self) -> str:
        return f"Training {self.pk}"


class Token(models.Model):
    """Number of texts of each kind that contain a word; the word is stored as a keyed digest."""

    digest = models.BigIntegerField(primary_key=True)
    spam = models.PositiveIntegerField()
    ham = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(spam__gte=2) | Q(ham__gte=2) | Q(spam=1, ham=1),
                name="token_is_in_two_texts",
            )
        ]

    def __str__(self) -> str:
        return f"Token {self.digest}"
