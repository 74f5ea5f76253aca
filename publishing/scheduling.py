"""Scheduled revisions: schedule, edit, cancel, choose, and put live.

Readers of a text's own page see a scheduled revision by the clock (`current`). A periodic task
stores it in the row within a minute; lists, feeds, search and menus follow then. A revision that
was scheduled on another version than the live one does not go live until an editor chooses.

Anyone who writes a text or its scheduled revision locks the text first (`Publishable.lock`).
"""

import logging
from copy import copy
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from media.models import Image

from . import services, snapshots
from .models import Publishable, ScheduledRevision
from .services import Snapshot

logger = logging.getLogger(__name__)
Text = TypeVar("Text", bound=Publishable)


class TooLate(Exception):
    """The scheduled revision went live, or was canceled or replaced, while it was edited."""


@transaction.atomic
def schedule(
    obj: Publishable,
    snapshot: Snapshot,
    takes_effect_at: datetime,
    *,
    by: User | None = None,
    base_version: int | None = None,
) -> ScheduledRevision:
    """Schedule the text of `obj` with `snapshot`, or a part of one, in its place.

    A pending revision is canceled, and stays readable. `base_version` is the version of the live
    text that the editor knew, if it was not the latest one.
    """
    go_live(obj)
    _end(pending(obj), canceled_at=timezone.now())
    whole = {**obj.snapshot(), **snapshot}
    scheduled = ScheduledRevision.objects.create(
        publishable=obj,
        snapshot={name: whole[name] for name in obj.schedulable()},
        base_version=obj.version if base_version is None else base_version,
        takes_effect_at=takes_effect_at,
        made_by=by,
    )
    shown = pictures_of(preview(obj, scheduled.snapshot))
    scheduled.pictures.set(Image.objects.filter(pk__in=shown))
    return scheduled


@transaction.atomic
def amend(obj: Publishable, snapshot: Snapshot, *, by: User | None = None) -> ScheduledRevision:
    """Replace a part of the pending revision of `obj`; raise TooLate without one."""
    go_live(obj)
    before = pending(obj)
    if before is None:
        raise TooLate
    return schedule(
        obj,
        {**before.snapshot, **snapshot},
        before.takes_effect_at,
        by=by,
        base_version=before.base_version,
    )


def preview(obj: Text, snapshot: Snapshot) -> Text:
    """Return a copy of `obj` with the text of `snapshot`; do not save it."""
    changed = copy(obj)
    for name, value in snapshot.items():
        snapshots.put(changed, name, value)
        snapshots.show_many(changed, name, value)
    changed.compute()
    return changed


def pictures_of(obj: Publishable) -> set[int]:
    """Return the keys of the pictures in its text and in its columns."""
    columns = [
        getattr(obj, field.attname)
        for field in obj._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Image
    ]
    return {*obj.picture_keys(), *(key for key in columns if key)}


def pending(obj: Publishable) -> ScheduledRevision | None:
    """Return the pending revision of `obj`; also a due one that is not stored in its row yet."""
    return ScheduledRevision.objects.of(obj).pending().first()


def current(obj: Text) -> Text:
    """Return `obj` as its own page shows it now: with a scheduled revision that is due."""
    due = ScheduledRevision.objects.of(obj).due().filter(base_version=obj.version).first()
    if due is None:
        return obj
    shown: Any = preview(obj, due.snapshot)
    shown.updated_at = due.takes_effect_at
    return shown  # type: ignore[no-any-return]


@transaction.atomic
def cancel(obj: Publishable) -> bool:
    """Cancel the pending revision; return False if readers already see it or there is none."""
    go_live(obj)
    scheduled = pending(obj)
    _end(scheduled, canceled_at=timezone.now())
    return scheduled is not None


@transaction.atomic
def choose(scheduled: ScheduledRevision, *, seen: int) -> bool:
    """Let `scheduled` replace the live text of version `seen`, which the editor compared.

    Return whether that was a choice: not if another version was saved since, which needs another
    choice, or if it was made before. Raise TooLate if the revision is no longer pending.
    """
    obj: Any = scheduled.publishable
    go_live(obj)
    stored = pending(obj)
    if stored is None or stored != scheduled:
        raise TooLate
    if not stored.base_version < seen == obj.version:
        return False
    ScheduledRevision.objects.filter(pk=stored.pk).update(base_version=seen)
    go_live(obj)
    return True


def _end(scheduled: ScheduledRevision | None, **fact: datetime) -> None:
    """Mark a revision as applied or canceled, and release its pictures."""
    if scheduled is not None:
        ScheduledRevision.objects.filter(pk=scheduled.pk).update(**fact)
        scheduled.pictures.clear()


@transaction.atomic
def go_live(obj: Publishable) -> bool:
    """Lock `obj`, and store its scheduled revision in it if that is due; return whether it was.

    A revision that was scheduled on another version of the text stays pending.
    """
    obj.lock()
    due = ScheduledRevision.objects.of(obj).due().filter(base_version=obj.version).first()
    if due is None:
        return False
    services.apply(obj, due.snapshot, by=due.made_by, note="Scheduled revision")
    rows: Any = type(obj)._base_manager.filter(pk=obj.pk)
    rows.update(updated_at=due.takes_effect_at)
    _end(due, applied_at=timezone.now())
    return True


def put_due_live() -> int:
    """Store every scheduled revision that is due; return how many texts changed.

    One that fails is logged and retried the next time, without delaying the others.
    """
    due = ScheduledRevision.objects.due().order_by().values_list("content_type", "object_id")
    return sum(_put_live(kind, pk) for kind, pk in sorted(due))


def _put_live(kind: int, pk: int) -> bool:
    obj = services.rows_of(ContentType.objects.get_for_id(kind)).filter(pk=pk).first()
    try:
        return obj is not None and go_live(obj)
    except Exception:
        logger.exception("A scheduled revision of object %s of kind %s failed", pk, kind)
        return False
