"""What happens to a text: it is recorded, restored, published, taken down."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from contactatonce.accounts.models import User

from .models import TIMES, Publishable, Revision

Snapshot = dict[str, Any]


class Conflict(Exception):
    """Somebody else has saved since the object was read."""


@transaction.atomic
def record(
    obj: Publishable, by: User | None = None, note: str = "", set_aside: Snapshot | None = None
) -> Revision:
    """Store what `obj` says now, or what was `set_aside`, as its next revision, and return that.

    Raises Conflict where the row has had another revision since `obj` was read.
    """
    rows = type(obj)._base_manager.filter(pk=obj.pk, version=obj.version)
    if not rows.update(version=F("version") + 1):
        raise Conflict
    obj.version += 1
    return Revision.objects.create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        number=obj.version,
        snapshot=set_aside or obj.snapshot(),
        made_by=by,
        note=note,
    )


def rows_of(kind: ContentType) -> QuerySet[Any]:
    """Return all rows of the publishable model that `kind` stands for."""
    model: Any = kind.model_class()
    rows: QuerySet[Any] = model._base_manager.all()
    return rows


def revision_of(obj: Publishable, number: int) -> Revision | None:
    """Return the revision of `obj` with this number, None where it has none."""
    kind = ContentType.objects.get_for_model(obj)
    return Revision.objects.filter(content_type=kind, object_id=obj.pk, number=number).first()


@transaction.atomic
def restore(revision: Revision, by: User | None = None) -> Publishable:
    """Make the object say again what `revision` says, record that anew, and return the object.

    When it is published is not taken back: restoring a text neither hides nor publishes it.
    """
    rows = rows_of(revision.content_type)
    obj: Publishable = rows.get(pk=revision.object_id)
    obj.lock()
    obj.apply_snapshot({k: v for k, v in revision.snapshot.items() if k not in TIMES})
    record(obj, by=by, note=f"Restored revision {revision.number}")
    return obj


@transaction.atomic
def publish(obj: Publishable, by: User | None = None) -> None:
    """Have readers see `obj` from now on; raise ValidationError where something forbids it.

    What is published already keeps its moment.
    """
    obj.lock()
    problems = list(obj.publish_problems())
    if problems:
        raise ValidationError(problems)
    if obj.is_published:
        return
    obj.publish_at = timezone.now()
    if obj.unpublish_at is not None and obj.unpublish_at <= obj.publish_at:
        obj.unpublish_at = None
    obj.save(update_fields=["publish_at", "unpublish_at"])
    record(obj, by=by, note="Published")


@transaction.atomic
def unpublish(obj: Publishable, by: User | None = None) -> None:
    """Take `obj` down now; what was not published becomes a draft again."""
    obj.lock()
    if obj.is_published:
        obj.unpublish_at = timezone.now()
    else:
        obj.publish_at = obj.unpublish_at = None
    obj.save(update_fields=["publish_at", "unpublish_at"])
    record(obj, by=by, note="Taken down")
