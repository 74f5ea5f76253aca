"""What a change that waits would take from who has saved since, field by field or row by row."""

from collections.abc import Collection
from typing import Any, NamedTuple

from . import parts, services, snapshots
from .models import Publishable, ScheduledChange
from .services import Snapshot
from .snapshots import Said


class Contest(NamedTuple):
    """Something that a change and somebody who saved since say differently, as people read it.

    `name` is a field, or a field of rows and the key of one: "sections:4f1c"; without a key it is
    their order.
    """

    name: str
    label: str
    was: str
    now: str
    then: str


def contests(change: ScheduledChange, obj: Publishable) -> list[Contest]:
    """Return what `change` would take from who has saved `obj` since it was written."""
    revision = services.revision_of(obj, change.base_version)
    if revision is None or change.base_version == obj.version:
        return []
    before, live = revision.snapshot, obj.snapshot()
    return [
        contest(type(obj), name, before, live, change.snapshot)
        for field in change.snapshot
        for name in names(obj, field, before.get(field), live[field], change.snapshot[field])
    ]


def names(obj: Publishable, field: str, was: Any, now: Any, then: Any) -> list[str]:
    """Return what of a field is contested: itself, or some of its rows."""
    if field in obj.IN_PARTS:
        return [f"{field}:{key}" for key in parts.contested(was or [], now, then)]
    return [field] if differ(was, now) and differ(then, now) else []


def contest(model: type[Publishable], name: str, *three: Snapshot) -> Contest:
    """Return a contest with what it is called in the last of the three in which it is there."""
    read = [said(model, name, snapshot) for snapshot in three]
    label = next((one.label for one in reversed(read) if one.label), "")
    return Contest(name, label, *(one.beside(read[-1]).text for one in read))


def said(model: type[Publishable], name: str, snapshot: Snapshot) -> Said:
    """Return what a snapshot says of a field or a row of it; of a row that has gone nothing."""
    field = name.partition(":")[0]
    read = model.readable_snapshot({field: snapshot.get(field)})
    return read.get(name, Said("", ""))


def differ(one: Any, other: Any) -> bool:
    """Tell whether two values of a snapshot say different things."""
    return bool(snapshots.settled(one) != snapshots.settled(other))


def without(snapshot: Snapshot, live: Snapshot, todays: Collection[str]) -> Snapshot:
    """Return `snapshot` with all of `todays`, which are names as of contests, as it is `live`."""
    kept = {field: value for field, value in snapshot.items() if field not in todays}
    for field in list(kept):
        rows = {name.partition(":")[2] for name in todays if name.startswith(f"{field}:")}
        if rows:
            kept[field] = parts.taken(kept[field], live[field], rows)
    return kept
