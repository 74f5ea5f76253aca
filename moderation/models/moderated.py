"""Base model of everything visitors publish."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from contactatonce.lib.versions import Versioned, VersionedQuerySet
from moderation.states import MOVES, IllegalMove, Refusal, State


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
    prefetched: ClassVar[tuple[str, ...]] = ()  # prefetch_related() for the queue
    site_field: ClassVar[str] = "brand"
    search_fields: ClassVar[tuple[str, ...]] = ("text", "name")
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
    def label_and_key(self) -> str:
        """Name the item in a URL: "forum.post:17"."""
        return f"{self._meta.label_lower}:{self.pk}"

    @property
    def versioned_key(self) -> str:
        """Identify this version of the item: kind, primary key and version."""
        return f"{self.label_and_key}:{self.version}"

    @property
    def author_key(self) -> Any:
        return getattr(self, self.author_field)

    @property
    def title(self) -> str:
        """What a verdict publishes besides the text, such as the title of a topic."""
        return ""

    @property
    def open_reports(self) -> list[Any]:
        """Reports by readers that no verdict has closed."""
        return []

    @classmethod
    def reported(cls) -> Any:
        """Return the published items with such reports."""
        return cls._base_manager.none()

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
        return self.state in self.approvable or (self.is_published and bool(self.open_reports))

    @property
    def is_refusable(self) -> bool:
        return self.state in self.refusable

    @classmethod
    def locked(cls, pk: int) -> Any:
        """Return an item with a row lock, after the locks that its writers take first; or None."""
        return cls._base_manager.select_for_update().filter(pk=pk).first()

    def move(self, to: str, **columns: Any) -> None:
        """Change the state; raise IllegalMove if not allowed, Conflict after a concurrent edit."""
        if to not in self.moves[self.state]:
            raise IllegalMove(f"{self}: {self.state} -> {to}")
        if to != self.state:
            columns.setdefault("moved_at", timezone.now())
        self.write(**{"refusal": "", **columns, "state": to})
