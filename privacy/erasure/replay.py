"""After a restored backup, erase again everyone it brought back, and verify it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from privacy.models import Erasure, LedgerMark, LegalHold
from privacy.registry import Model, OnErasure
from privacy.relations import children_first

from . import ledger
from .destruction import destroy, not_blank, parts
from .erasure import await_release, delete_files, locked_mark, move
from .holds import freed
from .plan import GOES, Fate, Plan, complete, holds_by_record

LOST_CASE = "Lost with a restored backup"
REVIEW_LOST_AFTER = timedelta(days=14)


class Returned(Exception):
    """Erased rows are back and could not be erased; the site must stay closed."""


@dataclass(frozen=True)
class Wanted:
    """The ledger's latest entry about a row: its fate, its erasure, and the latest creation time.

    `ground` is that of the legal hold that kept the row. `awaits`: delete when the hold is
    released.
    """

    fate: OnErasure
    erasure: str
    before: datetime
    ground: str = ""
    awaits: bool = False


Sought = dict[str, dict[str, Wanted]]  # key of the ledger -> fingerprint -> wanted fate


@dataclass
class Outcome:
    """The result of a replay."""

    lines: int = 0
    erased: int = 0
    held: int = 0
    holds_placed: int = 0


def is_behind() -> bool:
    """Return whether this database lacks erasures of the ledger: it was restored from a backup.

    An erasure in progress, or killed in the middle, is not a restore: its line is in the ledger and
    its unfinished order in the database. The same applies to one that the release of a legal hold
    continues.
    """
    if ledger.is_empty():
        return False
    for _ in range(2):  # an erasure may be committed between reading database and file
        missing = ledger.erasures_after(carried_out().number)
        if not missing - _under_way(missing):
            return False
    return True


def carried_out() -> ledger.Place:
    """Return the last line of the ledger that this database has carried out."""
    found = LedgerMark.objects.filter(pk=1).values_list("line", "chain").first()
    return ledger.Place(*found) if found else ledger.Place()


def begin_new_ledger() -> None:
    """Go on without a ledger that was lost; older backups bring the people in it back.

    Raise ledger.LedgerDamaged if the file has lines.
    """
    with transaction.atomic():
        mark = locked_mark()
        after = ledger.Place(mark.line, mark.chain)
        move(mark, ledger.begin_again(before=timezone.now(), after=after))


def ledger_is_whole() -> bool:
    """Return whether this machine has the ledger that the database has carried out."""
    return ledger.has(carried_out())


def _under_way(erasures: set[str]) -> set[str]:
    """Return those of `erasures` that this database knows as ordered and not yet carried out.

    In a restored backup the hold is active again, so nothing is free there and the line is missing.
    """
    known = Erasure.objects.filter(pk__in=erasures - {ledger.NO_ERASURE})
    return {str(each.pk) for each in known if each.erased_at is None or freed(each)[1]}


def replay() -> Outcome:
    """Erase every row that the ledger names, verify that none is left, and set the mark.

    Held rows are kept, counted, and wait for the release. A hold that the backup does not have is
    placed again, to be reviewed. Raise ledger.LedgerDamaged, or Returned if the verification finds
    a row.
    """
    mark = carried_out()
    if not ledger.replaces(mark):
        ledger.check(mark)
    lines = list(ledger.lines())
    sought = _sought(lines)
    outcome = Outcome(lines=len(lines))
    for model, wanted in sought.items():
        outcome.holds_placed += _hold_again(model, wanted)
    for model in children_first(list(sought)):
        for again, keys in _returned(model, sought[model]).items():
            for part in parts(keys):
                outcome.erased += _erase_again(model, part, again)
    outcome.held = _verify(sought)
    with transaction.atomic():
        locked = locked_mark()
        if lines and lines[-1].number > locked.line:  # an erasure may have committed since
            move(locked, ledger.Place(lines[-1].number, lines[-1].chain))
    return outcome


def _sought(lines: list[ledger.Line]) -> dict[Model, Sought]:
    """Return what must not exist, by model, without erasures that were called off.

    A later line wins: rows that were held first and deleted on release are to be deleted.
    """
    void = {line.erasure for line in lines if line.voids}
    models = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    found: dict[Model, Sought] = {}
    for line in lines:
        for label, value, wanted in _wanted(line) if line.erasure not in void else ():
            if label in models:
                found.setdefault(models[label], {}).setdefault(line.key, {})[value] = wanted
    return found


def _wanted(line: ledger.Line) -> Iterator[tuple[str, str, Wanted]]:
    """Yield model label, fingerprint and fate of each row in one line."""
    before = datetime.fromisoformat(line.before)
    for fate, prints in ((OnErasure.BLANK, line.blanked), (OnErasure.DELETE, line.deleted)):
        again = Wanted(fate, line.erasure, before)
        yield from ((label, value, again) for label, values in prints.items() for value in values)
    for label, grounds in line.held.items():
        for value, ground in grounds.items():
            fate = OnErasure.KEEP if ground else OnErasure.BLANK
            yield label, value, Wanted(fate, line.erasure, before, ground, awaits=True)


def _returned(model: Model, sought: Sought) -> dict[Wanted, list[Any]]:
    """Return the keys of existing rows that the ledger names, by their wanted fate.

    A row with a reused key was created at another time, so its fingerprint differs.
    """
    keys = ledger.keys()
    label = model._meta.label
    found: dict[Wanted, list[Any]] = {}
    for pk, created in ledger.born(model):
        for key_id, prints in sought.items():
            hit = prints.get(ledger.fingerprint(keys[key_id], label, pk, created))
            if hit and (created is None or created <= hit.before):
                found.setdefault(hit, []).append(pk)
    return found


def _hold_again(model: Model, sought: Sought) -> int:
    """Let held rows wait for their release; place the holds that the backup lacks."""
    if not any(each.fate is OnErasure.KEEP for by in sought.values() for each in by.values()):
        return 0
    held, placed = holds_by_record().get(model, {}), 0
    for wanted, keys in _returned(model, sought).items():
        if wanted.fate is not OnErasure.KEEP:
            continue
        lost = [key for key in keys if str(key) not in held]
        with transaction.atomic():
            LegalHold.objects.bulk_create(
                LegalHold(
                    content_type=ContentType.objects.get_for_model(model),
                    object_pk=str(key),
                    ground=wanted.ground,
                    case=LOST_CASE,
                    review_on=(timezone.now() + REVIEW_LOST_AFTER).date(),
                )
                for key in lost
            )
            await_release(_order(wanted), [(model, key) for key in keys])
        placed += len(lost)
    return placed


def _order(wanted: Wanted) -> Erasure:
    """Return the order of an erasure, recreated without its person if the backup lacks it."""
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
    """Delete or blank rows; held ones wait for their release. Return how many were erased."""
    if wanted.fate is OnErasure.KEEP:
        return 0
    fate = GOES if wanted.fate is OnErasure.DELETE else Fate(wanted.fate)
    with transaction.atomic():
        plan = complete(Plan({model: dict.fromkeys(keys, fate)}))
        files = destroy(plan)
        held = list(plan.held()) + [(model, key) for key in keys if wanted.awaits]
        if held:
            await_release(_order(wanted), held)
    delete_files(files)
    return sum(1 for done in plan.rows[model].values() if not done.is_held)


def _verify(sought: dict[Model, Sought]) -> int:
    """Return how many rows a hold keeps; raise Returned if any other erased row exists."""
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
    """Return whether a hold keeps the row: its own, or that of a row that depends on it."""
    if str(key) in held.get(model, {}):
        return True
    if fate is not OnErasure.DELETE:
        return False
    planned = complete(Plan({model: {key: GOES}})).rows[model][key]
    return planned.on_erasure is OnErasure.BLANK and not not_blank(model, [key])
