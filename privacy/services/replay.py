"""After a restored backup: erase again whom it brought back, and prove that nobody is left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from privacy import ledger
from privacy.models import Erasure, LedgerMark
from privacy.registry import Model, OnErasure

from .destruction import destroy, not_blank
from .erasure import locked_mark, tidy
from .holds import freed
from .plan import GOES, Fate, Plan, complete, holds_by_record
from .prints import born

SLICE = 500


class Returned(Exception):
    """Erased rows are back and could not be erased; the site must stay closed."""


@dataclass
class Sought:
    """What the ledger says of one model: fingerprint -> (key that made it, erased before, fate)."""

    by_key: dict[str, dict[str, tuple[datetime, OnErasure]]] = field(default_factory=dict)


@dataclass
class Outcome:
    """What a replay came to."""

    lines: int = 0
    erased: int = 0
    held: int = 0


def is_behind() -> bool:
    """Tell whether this database lacks erasures that the ledger has: it was restored from a backup.

    An erasure that is just being carried out, or that was killed in the middle, is no restore: its
    line is in the ledger and its order, unfinished, in the database. The same goes for one that
    the release of a legal hold carries on.
    """
    if ledger.is_empty():
        return False
    for _ in range(2):  # an erasure may be committed between the looks at database and file
        mark = LedgerMark.objects.filter(pk=1).values_list("line", flat=True).first() or 0
        missing = ledger.erasures_after(mark)
        if not missing - _under_way(missing):
            return False
    return True


def _under_way(erasures: set[str]) -> set[str]:
    """Return those of `erasures` that this database knows as ordered and not yet carried out.

    In a restored backup the hold stands again, so nothing is free there and the line is missing.
    """
    known = Erasure.objects.filter(pk__in=erasures)
    return {str(each.pk) for each in known if each.erased_at is None or freed(each)[1]}


def replay() -> Outcome:
    """Erase every row that the ledger names, verify that none is left, and set the mark.

    Rows under a legal hold stay, counted. Raises ledger.LedgerDamaged, or Returned if the
    verification finds a row.
    """
    lines = list(ledger.lines())
    sought = _sought(lines)
    outcome = Outcome(lines=len(lines))
    for model, prints in sought.items():
        for fate, keys in _returned(model, prints).items():
            for start in range(0, len(keys), SLICE):
                outcome.erased += _erase_again(model, keys[start : start + SLICE], fate)
    outcome.held = _verify(sought)
    if lines:
        with transaction.atomic():
            mark = locked_mark()
            mark.line = max(mark.line, lines[-1].number)
            mark.save(force_update=True)
    return outcome


def _sought(lines: Iterable[ledger.Line]) -> dict[Model, Sought]:
    """Return what must not be there, by model; erasures that were called off are left out."""
    lines = list(lines)
    void = {line.erasure for line in lines if line.voids}
    found: dict[Model, Sought] = {}
    for line in lines:
        if line.erasure in void:
            continue
        before = datetime.fromisoformat(line.before)
        for fate, prints in (
            (OnErasure.BLANK, line.blanked),
            (OnErasure.DELETE, line.deleted),
        ):
            for label, values in prints.items():
                model = _model(label)
                if model is not None:
                    sought = found.setdefault(model, Sought()).by_key.setdefault(line.key, {})
                    sought |= dict.fromkeys(values, (before, fate))
    return found


def _model(label: str) -> Model | None:
    """Return the model called `label`, or None if it has been removed since."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _returned(model: Model, sought: Sought) -> dict[OnErasure, list[Any]]:
    """Return the keys of the rows that were erased and are there, by what was done to them.

    A row with a re-used key was created at another moment, so its fingerprint is another one.
    """
    keys = ledger.keys()
    label = model._meta.label
    found: dict[OnErasure, list[Any]] = {}
    for pk, created in born(model):
        for key_id, prints in sought.by_key.items():
            hit = prints.get(ledger.fingerprint(keys[key_id], label, pk, created))
            if hit and (created is None or created <= hit[0]):
                found.setdefault(hit[1], []).append(pk)
    return found


def _erase_again(model: Model, keys: list[Any], on_erasure: OnErasure) -> int:
    fate = GOES if on_erasure is OnErasure.DELETE else Fate(on_erasure)
    with transaction.atomic():
        plan = complete(Plan({model: dict.fromkeys(keys, fate)}))
        remains = destroy(plan)
    tidy(remains)
    return sum(1 for done in plan.rows[model].values() if not done.is_held)


def _verify(sought: dict[Model, Sought]) -> int:
    """Return how many rows a hold keeps; raise Returned if any other erased row is there."""
    held = holds_by_record()
    kept = back = 0
    for model, prints in sought.items():
        returned = _returned(model, prints)
        for key in returned.get(OnErasure.DELETE, []):
            if _is_spared(model, key, held):
                kept += 1
            else:
                back += 1
        blanked = [
            key for key in returned.get(OnErasure.BLANK, []) if str(key) not in held.get(model, {})
        ]
        back += len(not_blank(model, blanked))
    if back:
        raise Returned(f"{back} erased rows are still there.")
    return kept


def _is_spared(model: Model, key: Any, held: Any) -> bool:
    """Tell whether a hold keeps the row: its own, or that of a row which hangs on it."""
    if str(key) in held.get(model, {}):
        return True
    fate = complete(Plan({model: {key: GOES}})).rows[model][key]
    return fate.on_erasure is OnErasure.BLANK and not not_blank(model, [key])
