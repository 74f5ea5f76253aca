"""Publishable texts: every query compares their times with the clock, so nothing has to run."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from contactatonce.brands.models import Brand
from publishing import snapshots

from .previews import PreviewLink
from .revisions import Revision
from .scheduled import ScheduledRevision

TIMES = ("publish_at", "unpublish_at")


class Place(NamedTuple):
    """A site and a path on it."""

    brand: Brand
    path: str


class PublishableQuerySet(models.QuerySet[Any]):
    """Texts, by whether they are published."""

    def published(self, now: datetime | None = None) -> Self:
        """Return those that readers may see at `now`."""
        now = now or timezone.now()
        begun = self.filter(publish_at__lte=now)
        return begun.filter(Q(unpublish_at=None) | Q(unpublish_at__gt=now))


class Publishable(models.Model):
    """Something that readers see from one moment on, and perhaps until another.

    There is no flag and no job: `published()` compares `publish_at` and `unpublish_at` with the
    clock. A publishable model has a `brand`, a manager made of PublishableQuerySet, and defines
    the constants below.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"
        ENDED = "ended", "Ended"

    # The columns and many-to-many relations that a revision keeps, and which of them is the end
    # of the URL.
    REVISED: ClassVar[tuple[str, ...]] = ()
    ADDRESS: ClassVar[str] = ""

    publish_at = models.DateTimeField(
        "publish at", null=True, blank=True, help_text="Empty: it stays a draft."
    )
    unpublish_at = models.DateTimeField(
        "take down at", null=True, blank=True, help_text="Empty: it stays."
    )
    version = models.PositiveIntegerField(default=0, editable=False)  # = its last revision's number

    revisions = GenericRelation(Revision)
    preview_links = GenericRelation(PreviewLink)
    scheduled_revisions = GenericRelation(ScheduledRevision)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(unpublish_at=None) | Q(publish_at__lt=F("unpublish_at")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                violation_error_message="It must be taken down later than it is published.",
            )
        ]

    def state_at(self, now: datetime) -> State:
        """Return its state at `now`."""
        if self.publish_at is None:
            return self.State.DRAFT
        if self.publish_at > now:
            return self.State.SCHEDULED
        if self.unpublish_at is not None and self.unpublish_at <= now:
            return self.State.ENDED
        return self.State.PUBLISHED

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())

    @property
    def is_published(self) -> bool:
        return self.state is self.State.PUBLISHED

    @property
    def was_public(self) -> bool:
        """Return whether readers can see it now or could see it before."""
        return self.state in {self.State.PUBLISHED, self.State.ENDED}

    @property
    def home(self) -> Place:
        """The site that it belongs to, and its path there."""
        row: Any = self
        return Place(row.brand, row.get_absolute_url())

    def places(self) -> list[Place]:
        """Return where readers can find it, or could before it was taken down."""
        return [self.home] if self.was_public else []

    def lock(self) -> None:
        """Lock its row until the transaction ends, and re-read it.

        Anyone who writes a text or its scheduled revision begins with this lock.
        """
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())

    @classmethod
    def schedulable(cls) -> list[str]:
        """Return the fields of a scheduled revision: all but the URL and the times themselves."""
        return [name for name in cls.REVISED if name not in ("brand", cls.ADDRESS, *TIMES)]

    def snapshot(self) -> dict[str, Any]:
        """Return the fields that an editor can change, as JSON."""
        return {name: snapshots.take(self, name) for name in self.REVISED}

    def apply_snapshot(self, snapshot: dict[str, Any]) -> None:
        """Set and save the values of a snapshot, or a part of one.

        Leave out fields, tags and other rows that no longer exist, and a URL that another text of
        the site has taken.
        """
        known = {name: snapshot[name] for name in self.REVISED if name in snapshot}
        row: Any = self
        others: Any = type(row)._base_manager.filter(brand=row.brand).exclude(pk=self.pk)
        if others.filter(**{self.ADDRESS: known.get(self.ADDRESS)}).exists():
            del known[self.ADDRESS]
        for name in known:
            snapshots.put(self, name, known[name])
        self.save()
        for name in known:
            snapshots.put_many(self, name, known[name])

    def publish_problems(self) -> Iterable[str]:
        """Return why it cannot be published, each reason a sentence for the editor."""
        return ()

    def picture_keys(self) -> set[int]:
        """Return the keys of the pictures in its text."""
        return set()

    def compute(self) -> None:
        """Set the columns that are computed from its text."""
