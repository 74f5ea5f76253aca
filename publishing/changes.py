"""A change that waits for its time: it is written down, amended, called off, and settled.

Readers get the words and pictures of it by the clock (`PublishableQuerySet.with_changes`). Settling
writes the whole of it into the row; only then is it listed where it says.

Whoever reads a change to write it holds its text first (`Publishable.lock`): the row of the text is
the one lock for both, so a change is either written or called off, and nobody waits in a circle.
"""

import logging
from collections.abc import Collection
from copy import copy
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from media.models import Image

from . import parts, services, snapshots, weighing
from .models import Publishable, ScheduledChange
from .services import Snapshot

LONGEST_NOTE = 200

logger = logging.getLogger(__name__)


class TooLate(Exception):
    """The change has taken effect, or was called off, while somebody edited it."""


@transaction.atomic
def schedule(
    obj: Publishable, snapshot: Snapshot, takes_effect_at: datetime, by: User | None = None
) -> ScheduledChange | None:
    """Have `obj` say from `takes_effect_at` on what `snapshot` says; None where that is no change.

    What waited before is called off, and stays to be read.
    """
    settle(obj)
    call_off(obj)
    change = ScheduledChange(
        publishable=obj, takes_effect_at=takes_effect_at, base_version=obj.version, made_by=by
    )
    return change if write(change, obj, snapshot) else None


@transaction.atomic
def amend(change: ScheduledChange, snapshot: Snapshot) -> bool:
    """Have `change` say what `snapshot`, which may be a part of one, says of what may wait.

    Without any difference left it is called off, and the answer is False. TooLate if it is over.
    """
    obj: Any = change.publishable
    obj.lock()
    read_again(change)
    return write(change, obj, snapshot)


def read_again(change: ScheduledChange) -> None:
    """Read again what a change says whose text is held; TooLate where it is over."""
    change.refresh_from_db()
    if not change.is_waiting or change.is_due:
        raise TooLate


def write(change: ScheduledChange, obj: Any, snapshot: Snapshot) -> bool:
    """Store `change` of `obj`, which is held, with what `snapshot` says in the place of its own.

    What is no change against the row of now is left out of it. Without any left it is called off,
    or not stored in the first place, and the answer is False.
    """
    given = {name: lines(snapshot[name]) for name in obj.CHANGEABLE if name in snapshot}
    wanted, live = {**change.snapshot, **given}, obj.snapshot()
    change.snapshot = {
        name: wanted[name] for name in wanted if weighing.differ(wanted[name], live[name])
    }
    if not change.snapshot:
        if change.pk:
            call_off(obj)
        return False
    changed = preview(obj, change.snapshot)
    changed.compute()
    change.fields = fields_of(changed, change)
    change.save()
    change.pictures.set(Image.objects.filter(pk__in=pictures_of(changed)))
    return True


def preview(obj: Publishable, snapshot: Snapshot) -> Publishable:
    """Return a copy of `obj` that says what `snapshot` says; not to be saved."""
    changed = copy(obj)
    for name, value in snapshot.items():
        snapshots.put(changed, name, value)
        snapshots.show_many(changed, name, value)
    return changed


def fields_of(changed: Publishable, change: ScheduledChange) -> Snapshot:
    """Return the columns that readers get by the clock, with all that is computed of them."""
    names = [name for name in changed.BY_THE_CLOCK if name in change.snapshot]
    names += [further for name in names for further in changed.COMPUTED.get(name, ())]
    if not names:
        return {}
    columns: list[Any] = [changed._meta.get_field(name) for name in names]
    values = {column.attname: column.value_from_object(changed) for column in columns}
    found: Snapshot = snapshots.plain({**values, "updated_at": change.takes_effect_at})
    return found


def pictures_of(changed: Publishable) -> set[int]:
    """Return the keys of the pictures that it shows: those of its text, those of its columns."""
    columns = [
        getattr(changed, field.attname)
        for field in changed._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Image
    ]
    return {*changed.picture_keys(), *(key for key in columns if key)}


def lines(value: Any) -> Any:
    """Return a value with the line ends that are stored."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


# What waits -------------------------------------------------------------------------------------


def waiting_of(obj: Publishable) -> ScheduledChange | None:
    """Return the change that waits for `obj`; also one whose time has come, until it is settled."""
    return ScheduledChange.objects.of(obj).waiting().first()


@transaction.atomic
def cancel(obj: Publishable) -> int:
    """Call off what is still to come for `obj`; return how many changes that were."""
    obj.lock()
    return call_off(obj)


def call_off(obj: Publishable) -> int:
    """Do what `cancel` does, for who holds `obj` already."""
    now = timezone.now()
    waiting = ScheduledChange.objects.of(obj).waiting().filter(takes_effect_at__gt=now)
    for change in waiting:
        end(change, canceled_at=now)
    return len(waiting)


def end(change: ScheduledChange, **how: datetime) -> None:
    """Note that `change` was applied or called off; it holds no picture any more."""
    ScheduledChange.objects.filter(pk=change.pk).update(**how)
    change.pictures.clear()


@transaction.atomic
def resolve(change: ScheduledChange, todays: Collection[str], seen: int) -> bool:
    """Leave of what is contested `todays` as it is now, have the change go before the others.

    `seen` is the version of the text that was weighed: what is saved later is weighed anew. Without
    anything left the change is called off, and the answer is False. TooLate if it is over.
    """
    obj: Any = change.publishable
    obj.lock()
    read_again(change)
    change.snapshot = weighing.without(change.snapshot, obj.snapshot(), todays)
    if change.base_version <= seen <= obj.version:
        change.base_version = seen
    return write(change, obj, {})


def follow(obj: Publishable, since: int) -> None:
    """Have what waits for `obj`, which is held, take over what was saved since its version `since`.

    Of a field of rows that is what the change leaves alone: the other rows it wants as they are.
    """
    change = waiting_of(obj)
    followed = rebased(change, obj, since) if change else {}
    if change and followed:
        write(change, obj, followed)


def rebased(change: ScheduledChange, obj: Publishable, since: int) -> Snapshot:
    """Return the fields of rows of a change, made when `obj` had the version `since`, as of now."""
    revision = services.revision_of(obj, since)
    before: Snapshot = revision.snapshot if revision else {}
    return {
        name: parts.rebased(before[name], snapshots.take(obj, name), change.snapshot[name])
        for name in obj.IN_PARTS
        if name in change.snapshot and name in before
    }


def up_to_date(change: ScheduledChange, obj: Publishable) -> Snapshot:
    """Return what `change` says; one that is over has not followed what was saved since."""
    followed = {} if change.is_waiting else rebased(change, obj, change.base_version)
    return {**change.snapshot, **followed}


# Settling -----------------------------------------------------------------------------------------


@transaction.atomic
def settle(obj: Publishable) -> None:
    """Hold `obj`, and write what is due into its row, each as a revision of its own."""
    obj.lock()
    for change in ScheduledChange.objects.of(obj).due():
        taken = [contest.label for contest in weighing.contests(change, obj)]
        over = f", over what was saved meanwhile: {', '.join(taken)}" if taken else ""
        obj.apply_snapshot(change.snapshot)
        services.record(obj, by=change.made_by, note=f"Scheduled change{over}"[:LONGEST_NOTE])
        rows: Any = type(obj)._base_manager.filter(pk=obj.pk)
        rows.update(updated_at=change.takes_effect_at)
        end(change, applied_at=timezone.now())


def settle_all() -> int:
    """Write every change that is due into its row; return how many objects that were.

    One that cannot be written is logged and tried again the next time; the others do not wait.
    """
    due = ScheduledChange.objects.due().values_list("content_type", "object_id")
    return sum(settle_one(kind, pk) for kind, pk in sorted(set(due)))


def settle_one(kind: int, pk: int) -> bool:
    rows = services.rows_of(ContentType.objects.get_for_id(kind))
    try:
        with transaction.atomic():
            obj = rows.filter(pk=pk).first()
            if obj is not None:
                settle(obj)
    except Exception:
        logger.exception("The change of object %s of kind %s could not be written", pk, kind)
        return False
    return obj is not None
