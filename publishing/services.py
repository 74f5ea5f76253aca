"""Record, restore, publish, take down and delete a text."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from contactatonce.accounts.models import User
from search import index

from . import redirects
from .models import TIMES, Place, Publishable, Revision

Snapshot = dict[str, Any]


class Conflict(Exception):
    """A colleague has saved since the object was read."""


@transaction.atomic
def record(
    obj: Publishable, by: User | None = None, note: str = "", left: Sequence[Place] = ()
) -> Revision:
    """Store the saved text of `obj` as its next revision, and return that.

    Update its search entry, and redirect the places it has `left`. Raise Conflict if another
    revision was stored since `obj` was read.
    """
    revision = _next_revision(obj, obj.snapshot(), by, note)
    redirects.follow(left, obj.places(), home=obj.home)
    index.put(obj)
    return revision


@transaction.atomic
def set_aside(obj: Publishable, snapshot: Snapshot, by: User | None = None) -> None:
    """Store a text that an editor typed and did not choose in a conflict as a revision."""
    _next_revision(obj, snapshot, by, "Set aside in a conflict")


def _next_revision(obj: Publishable, snapshot: Snapshot, by: User | None, note: str) -> Revision:
    rows = type(obj)._base_manager.filter(pk=obj.pk, version=obj.version)
    if not rows.update(version=F("version") + 1):
        raise Conflict
    obj.version += 1
    return Revision.objects.create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        number=obj.version,
        snapshot=snapshot,
        made_by=by,
        note=note,
    )


def apply(obj: Publishable, snapshot: Snapshot, *, by: User | None, note: str) -> Revision:
    """Set and save the values of `snapshot`, and record them."""
    left = obj.places()
    obj.apply_snapshot(snapshot)
    return record(obj, by=by, note=note, left=left)


def rows_of(kind: ContentType) -> QuerySet[Any]:
    """Return all rows of the publishable model of `kind`."""
    model: Any = kind.model_class()
    rows: QuerySet[Any] = model._base_manager.all()
    return rows


def revision_of(obj: Publishable, number: int) -> Revision | None:
    kind = ContentType.objects.get_for_model(obj)
    return Revision.objects.filter(content_type=kind, object_id=obj.pk, number=number).first()


@transaction.atomic
def restore(revision: Revision, by: User | None = None) -> Publishable:
    """Restore the text of `revision` as a new revision, and return the object.

    Its times stay as they are: restoring a text neither hides nor publishes it. Raise
    ValidationError, and change nothing, if a published text would have problems.
    """
    rows = rows_of(revision.content_type)
    obj: Publishable = rows.get(pk=revision.object_id)
    obj.lock()
    text = {name: value for name, value in revision.snapshot.items() if name not in TIMES}
    apply(obj, text, by=by, note=f"Restored revision {revision.number}")
    if obj.is_published and (problems := list(obj.publish_problems())):
        raise ValidationError(problems)
    return obj


@transaction.atomic
def publish(obj: Publishable, by: User | None = None) -> bool:
    """Publish `obj` now; raise ValidationError if it has problems.

    Return False for a text that is already published: it keeps its time.
    """
    obj.lock()
    problems = list(obj.publish_problems())
    if problems:
        raise ValidationError(problems)
    if obj.is_published:
        return False
    obj.publish_at = timezone.now()
    if obj.unpublish_at is not None and obj.unpublish_at <= obj.publish_at:
        obj.unpublish_at = None
    obj.save(update_fields=["publish_at", "unpublish_at"])
    record(obj, by=by, note="Published")
    return True


@transaction.atomic
def unpublish(obj: Publishable, by: User | None = None) -> bool:
    """Take `obj` down now; a scheduled text becomes a draft again.

    Return False for a draft or an ended text: it stays as it is.
    """
    obj.lock()
    if obj.state not in {obj.State.PUBLISHED, obj.State.SCHEDULED}:
        return False
    if obj.is_published:
        obj.unpublish_at = timezone.now()
    else:
        obj.publish_at = obj.unpublish_at = None
    obj.save(update_fields=["publish_at", "unpublish_at"])
    record(obj, by=by, note="Taken down")
    return True


@transaction.atomic
def delete(obj: Publishable) -> None:
    """Delete `obj` with its search entry; the URLs that readers could know answer 410."""
    obj.lock()
    places = obj.places()
    index.remove(obj)
    obj.delete()
    for place in places:
        redirects.gone(brand=place.brand, old=place.path)
