"""After a restored backup: erase again whom it brought back, and prove that nobody is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from privacy.models import Erasure, LedgerMark, LegalHold
from privacy.registry import Model, OnErasure

from . import ledger
from .destruction import destroy, not_blank
from .erasure import await_release, locked_mark, tidy
from .holds import freed
from .plan import GOES, Fate, Plan, complete, holds_by_record
from .prints import born

SLICE = 500
LOST_CASE = "Lost with a restored backup"
REVIEW_LOST_AFTER = timedelta(days=14)


class Returned(Exception):
    """Erased rows are back and could not be erased; the site must stay closed."""


@dataclass(frozen=True)
class Wanted:
    """What the ledger says last of one row: its fate, by which erasure, if it is older than that.

    A row that is to be kept is one that a legal hold of this `ground` kept; one that `awaits` goes
    as soon as that is released.
    """

    fate: OnErasure
    erasure: str
    before: datetime
    ground: str = ""
    awaits: bool = False


Sought = dict[str, dict[str, Wanted]]  # key of the ledger -> fingerprint -> what is wanted


@dataclass
class Outcome:
    """What a replay came to."""

    lines: int = 0
    erased: int = 0
    held: int = 0
    holds_placed: int = 0


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

    Rows under a legal hold stay, counted, and wait for its release; a hold that the backup did not
    know is placed again, for somebody to look at. Raises ledger.LedgerDamaged, or Returned if the
    verification finds a row.
    """
    lines = list(ledger.lines())
    sought = _sought(lines)
    outcome = Outcome(lines=len(lines))
    for model, wanted in sought.items():
        outcome.holds_placed += _hold_again(model, wanted)
    for model, wanted in sought.items():
        for again, keys in _returned(model, wanted).items():
            for start in range(0, len(keys), SLICE):
                outcome.erased += _erase_again(model, keys[start : start + SLICE], again)
    outcome.held = _verify(sought)
    if lines:
        with transaction.atomic():
            mark = locked_mark()
            mark.line = max(mark.line, lines[-1].number)
            mark.save(force_update=True)
    return outcome


def _sought(lines: Iterable[ledger.Line]) -> dict[Model, Sought]:
    """Return what must not be there, by model; erasures that were called off are left out.

    A later line wins: what was held first and deleted on release is to be deleted.
    """
    lines = list(lines)
    void = {line.erasure for line in lines if line.voids}
    found: dict[Model, Sought] = {}
    for line in lines:
        for label, prints in _wanted(line).items() if line.erasure not in void else ():
            model = _model(label)
            if model is not None:
                found.setdefault(model, {}).setdefault(line.key, {}).update(prints)
    return found


def _wanted(line: ledger.Line) -> dict[str, dict[str, Wanted]]:
    """Return what one line says of each row, by model label and fingerprint."""
    before = datetime.fromisoformat(line.before)
    found: dict[str, dict[str, Wanted]] = {}
    for fate, prints in ((OnErasure.BLANK, line.blanked), (OnErasure.DELETE, line.deleted)):
        for label, values in prints.items():
            again = Wanted(fate, line.erasure, before)
            found.setdefault(label, {}).update(dict.fromkeys(values, again))
    for label, grounds in line.held.items():
        for value, ground in grounds.items():
            fate = OnErasure.KEEP if ground else OnErasure.BLANK
            kept = Wanted(fate, line.erasure, before, ground, awaits=True)
            found.setdefault(label, {})[value] = kept
    return found


def _model(label: str) -> Model | None:
    """Return the model called `label`, or None if it has been removed since."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _returned(model: Model, sought: Sought) -> dict[Wanted, list[Any]]:
    """Return the keys of the rows that the ledger names and that are there, by what is wanted.

    A row with a re-used key was created at another moment, so its fingerprint is another one.
    """
    keys = ledger.keys()
    label = model._meta.label
    found: dict[Wanted, list[Any]] = {}
    for pk, created in born(model):
        for key_id, prints in sought.items():
            hit = prints.get(ledger.fingerprint(keys[key_id], label, pk, created))
            if hit and (created is None or created <= hit.before):
                found.setdefault(hit, []).append(pk)
    return found


def _hold_again(model: Model, sought: Sought) -> int:
    """Let rows that were held wait for their release; place the holds that the backup lacks."""
    if not any(each.fate is OnErasure.KEEP for by in sought.values() for each in by.values()):
        return 0
    standing, placed = holds_by_record().get(model, {}), 0
    for wanted, keys in _returned(model, sought).items():
        if wanted.fate is not OnErasure.KEEP:
            continue
        lost = [key for key in keys if str(key) not in standing]
        with transaction.atomic():
            LegalHold.objects.bulk_create(_lost_hold(model, key, wanted.ground) for key in lost)
            await_release(_order(wanted), [(model, key) for key in keys])
        placed += len(lost)
    return placed


def _lost_hold(model: Model, key: Any, ground: str) -> LegalHold:
    return LegalHold(
        content_type=ContentType.objects.get_for_model(model),
        object_pk=str(key),
        ground=ground,
        case=LOST_CASE,
        review_on=(timezone.now() + REVIEW_LOST_AFTER).date(),
    )


def _order(wanted: Wanted) -> Erasure:
    """Return the order of an erasure, made again without its person if the backup lacks it."""
    now = timezone.now()
    order, _ = Erasure.objects.get_or_create(
        pk=wanted.erasure,
        defaults={
            "erased_at": wanted.before,
            "cleaned_at": now,
            "finished_at": now,
            "normalizer": 0,
        },
    )
    if order.erased_at is None:  # the backup was taken in the middle of it
        order.erased_at = wanted.before
        order.save(update_fields=["erased_at"])
    return order


def _erase_again(model: Model, keys: list[Any], wanted: Wanted) -> int:
    """Delete or blank rows; what a hold keeps waits for its release. Return how many went."""
    if wanted.fate is OnErasure.KEEP:
        return 0
    fate = GOES if wanted.fate is OnErasure.DELETE else Fate(wanted.fate)
    with transaction.atomic():
        plan = complete(Plan({model: dict.fromkeys(keys, fate)}))
        remains = destroy(plan)
        held = list(plan.held()) + [(model, key) for key in keys if wanted.awaits]
        if held:
            await_release(_order(wanted), held)
    tidy(remains)
    return sum(1 for done in plan.rows[model].values() if not done.is_held)


def _verify(sought: dict[Model, Sought]) -> int:
    """Return how many rows a hold keeps; raise Returned if any other erased row is there."""
    held = holds_by_record()
    kept = back = 0
    for model, wanted in sought.items():
        for again, keys in _returned(model, wanted).items():
            spared = [key for key in keys if _is_spared(model, key, again.fate, held)]
            kept += 0 if again.fate is OnErasure.BLANK else len(spared)
            left = [key for key in keys if key not in set(spared)]
            back += len(not_blank(model, left) if again.fate is OnErasure.BLANK else left)
    if back:
        raise Returned(f"{back} erased rows are still there.")
    return kept


def _is_spared(model: Model, key: Any, fate: OnErasure, held: Any) -> bool:
    """Tell whether a hold keeps the row: its own, or that of a row which hangs on it."""
    if str(key) in held.get(model, {}):
        return True
    if fate is not OnErasure.DELETE:
        return False
    planned = complete(Plan({model: {key: GOES}})).rows[model][key]
    return planned.on_erasure is OnErasure.BLANK and not not_blank(model, [key])
