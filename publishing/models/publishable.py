"""What can be published: the clock decides, in every query, and nothing has to be run for it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from publishing import snapshots

from .changes import ScheduledChange
from .previews import PreviewLink
from .revisions import Revision

TIMES = ("publish_at", "unpublish_at")


class PublishableQuerySet(models.QuerySet[Any]):
    """Rows that can be published, by whether they are."""

    def published(self, now: datetime | None = None) -> Self:
        """Those that readers may see at `now`."""
        now = now or timezone.now()
        begun = self.filter(publish_at__lte=now)
        return begun.filter(Q(unpublish_at=None) | Q(unpublish_at__gt=now))

    def with_changes(self, now: datetime | None = None) -> Self:
        """Have the database hand out with each row the fields of its last change that is due.

        It costs no query of its own; `shown` puts the fields in their place.
        """
        return self.annotate(due_fields=self.last_change("fields", now))

    def last_change(self, column: str, now: datetime | None = None) -> Subquery:
        """Return, for `annotate`, a column of each row's last change that is due."""
        due = ScheduledChange.objects.due(now).filter(
            content_type=ContentType.objects.get_for_model(self.model), object_id=OuterRef("pk")
        )
        return Subquery(due.order_by("-takes_effect_at", "-pk").values(column)[:1])

    def shown(self) -> list[Any]:
        """Return the rows as they read now: with every change whose time has come."""
        rows = [row.as_shown() for row in self]
        # A picture that came with a change is not among those that were fetched with the rows.
        changed = [row for row in rows if getattr(row, "due_fields", None)]
        lookups: tuple[Any, ...] = vars(self)["_prefetch_related_lookups"]
        models.prefetch_related_objects(changed, *lookups)
        return rows


class Publishable(models.Model):
    """Something that readers see from one moment on, and perhaps until another.

    There is no flag and no job: `publish_at` and `unpublish_at` are compared with the clock by
    `published()`. A model that can be published has a `brand`, a manager made of
    PublishableQuerySet, and defines what follows below.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"
        ENDED = "ended", "Ended"

    # What a revision keeps: columns and many-to-many relations that an editor changes.
    REVISED: ClassVar[tuple[str, ...]] = ()
    # What of it may wait for a time. Of that, the columns that readers get at that second, with or
    # without a worker; the rest decides where it stands and follows when the change is settled.
    CHANGEABLE: ClassVar[tuple[str, ...]] = ()
    BY_THE_CLOCK: ClassVar[tuple[str, ...]] = ()
    # What of it is a list of rows, each with a `key`: two people may change different ones.
    # `readable_snapshot` has each row as "<field>:<key>", and their order as "<field>:".
    IN_PARTS: ClassVar[tuple[str, ...]] = ()
    # What the model computes, by the column that it computes it of.
    COMPUTED: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    publish_at = models.DateTimeField(
        "publish at", null=True, blank=True, help_text="Empty: it stays a draft."
    )
    unpublish_at = models.DateTimeField(
        "take down at", null=True, blank=True, help_text="Empty: it stays."
    )
    version = models.PositiveIntegerField(default=0, editable=False)  # = its last revision's number

    revisions = GenericRelation(Revision)
    preview_links = GenericRelation(PreviewLink)
    scheduled_changes = GenericRelation(ScheduledChange)

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
        """Tell how it stands at `now`."""
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

    def lock(self) -> None:
        """Keep its row until the transaction ends, and say what the row says now.

        Whoever writes a text or what waits for it begins with this: no other lock comes before it.
        """
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())

    def as_shown(self) -> Self:
        """Take over the fields of the change that `with_changes` found due; return itself.

        Such an instance is for showing: saving it would write the change down as somebody's edit.
        """
        for name, value in (getattr(self, "due_fields", None) or {}).items():
            column: Any = self._meta.get_field(name)
            setattr(self, name, column.to_python(value))
        return self

    def snapshot(self) -> dict[str, Any]:
        """Return all that an editor can change, as JSON, for a revision."""
        return {name: snapshots.take(self, name) for name in self.REVISED}

    def apply_snapshot(self, snapshot: dict[str, Any]) -> None:
        """Set and save what `snapshot()` returned once, or a part of it.

        What has gone since, such as a tag or a column, is left out.
        """
        known = {name: snapshot[name] for name in self.REVISED if name in snapshot}
        for name in known:
            snapshots.put(self, name, known[name])
        self.save()
        for name in known:
            snapshots.put_many(self, name, known[name])

    @classmethod
    def readable_snapshot(cls, snapshot: dict[str, Any]) -> dict[str, snapshots.Said]:
        """Return a snapshot as people read it: with labels, with names in the place of keys."""
        return {
            name: snapshots.Said(snapshots.label(cls, name), snapshots.readable(cls, name, value))
            for name, value in snapshot.items()
        }

    def preview_response(self, request: HttpRequest) -> HttpResponse:
        """Return its page as readers will see it, whatever its state."""
        raise NotImplementedError

    def publish_problems(self) -> Iterable[str]:
        """Return what forbids to publish it, each a sentence for the editor."""
        return ()

    def picture_keys(self) -> set[int]:
        """Return the keys of the pictures that its text shows."""
        return set()

    def compute(self) -> None:
        """Set the fields in COMPUTED."""
