"""Lists of rows that each have a `key`: what two people did to different rows is put together.

`before` is what both began with, `now` what one has saved, `wanted` what the other one wants.
"""

from collections.abc import Collection
from typing import Any, Final

Row = dict[str, Any]
Rows = list[Row]
ORDER: Final = ""  # the key under which the order of the rows is contested


def by_key(rows: Rows) -> dict[str, Row]:
    return {row["key"]: row for row in rows}


def rebased(before: Rows, now: Rows, wanted: Rows) -> Rows:
    """Return `wanted` as if it had been made of `now`: whatever it left alone follows.

    What both changed stays as it is wanted.
    """
    was, stands, will = by_key(before), by_key(now), by_key(wanted)
    # Neither what `wanted` has deleted, nor what has been deleted since and `wanted` left alone.
    here = {key for key in stands if key not in was or key in will}
    here |= {key for key in will if key in stands or will[key] != was.get(key)}
    left_alone = {key for key in stands if key not in will or will[key] == was.get(key)}
    main, other = (wanted, now) if is_moved(before, wanted) else (now, wanted)
    order = [key for key in by_key(main) if key in here]
    return [stands[key] if key in left_alone else will[key] for key in joined(order, other, here)]


def joined(order: list[str], other: Rows, here: Collection[str]) -> list[str]:
    """Return `order` with what else of `other` is `here`, each behind the row before it there."""
    found, behind = list(order), 0
    for key in by_key(other):
        if key in here and key not in found:
            found.insert(behind, key)
        behind = found.index(key) + 1 if key in found else behind
    return found


def is_moved(before: Rows, after: Rows) -> bool:
    """Tell whether the rows that both have stand in another order."""
    was, will = by_key(before), by_key(after)
    return [key for key in was if key in will] != [key for key in will if key in was]


def contested(before: Rows, now: Rows, wanted: Rows) -> list[str]:
    """Return the keys of the rows to which both did different things, and ORDER."""
    was, stands, will = by_key(before), by_key(now), by_key(wanted)
    keys = [
        key
        for key in was | stands | will
        if was.get(key) != stands.get(key) and will.get(key) not in (was.get(key), stands.get(key))
    ]
    moved = is_moved(before, now) and is_moved(before, wanted) and is_moved(now, wanted)
    return [*keys, ORDER] if moved else keys


def taken(wanted: Rows, now: Rows, keys: Collection[str]) -> Rows:
    """Return `wanted` with the rows `keys`, for ORDER with the order, of `now`."""
    stands, will = by_key(now), by_key(wanted)
    mixed = {key: row for key, row in will.items() if key not in keys}
    mixed |= {key: stands[key] for key in keys if key in stands}
    main, other = (now, wanted) if ORDER in keys else (wanted, now)
    order = [key for key in by_key(main) if key in mixed]
    return [mixed[key] for key in joined(order, other, mixed)]
