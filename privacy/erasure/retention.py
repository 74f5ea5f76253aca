"""Retention (P31): every rule runs daily, and can be forecast and checked."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from privacy.registry import Declaration, Model, OnErasure, Retention, Rows, about_somebody
from privacy.relations import children_first

from .destruction import destroy, not_blank
from .erasure import delete_files
from .plan import GOES, Plan, complete, holds_by_record

FIRST_SLICE = 50
LARGEST_SLICE = 500
AIM_SECONDS = 0.2  # of the one second that a lock may last, on a busy machine
COUNT_LIMIT = 10_000
MOST_CHECKED = 1000
GRACE = timedelta(days=2)  # the task runs daily; one missed night breaks no promise


@dataclass
class Applied:
    """The result of one rule in one run; `longest` is the longest transaction, in seconds."""

    rule: str
    model: str
    deleted: int = 0
    blanked: int = 0
    held: int = 0
    longest: float = 0.0
    is_complete: bool = True

    @property
    def taken(self) -> int:
        return self.deleted + self.blanked


@dataclass(frozen=True)
class Foreseen:
    """What a rule will delete by a given day, and why. Counts stop at `COUNT_LIMIT`."""

    rule: str
    basis: str
    title: str
    due_now: int
    due_then: int


def apply(now: datetime | None = None, *, seconds: float = math.inf) -> list[Applied]:
    """Delete (or blank) every expired row in short transactions; return what was done.

    Children come before their parents. Held rows are kept. After about `seconds` it stops, and
    `is_complete` of an interrupted rule is False.
    """
    now = now or timezone.now()
    deadline = time.monotonic() + seconds
    done = [Applied(rule.id, declaration.label) for declaration, rule in rules()]
    took = -1
    while took != (took := sum(each.taken for each in done)):  # deleting a row may free another one
        for applied, (declaration, rule) in zip(done, rules(), strict=True):
            _apply_rule(declaration, rule, now, deadline, applied)
    return done


def foresight(*, days: int = 30, now: datetime | None = None) -> list[Foreseen]:
    """Return what each rule will delete within `days`, among the current rows."""
    now = now or timezone.now()
    then = now + timedelta(days=days)
    return [
        Foreseen(
            rule=rule.id,
            basis=rule.basis,
            title=declaration.title,
            due_now=_count(_due(declaration, rule, now)),
            due_then=_count(_due(declaration, rule, then)),
        )
        for declaration, rule in rules()
    ]


def overdue(now: datetime | None = None) -> list[tuple[Declaration, int]]:
    """Return the models with rows left for longer than `GRACE`, and how many: broken promises."""
    limit = (now or timezone.now()) - GRACE
    left = [(declared, _left_behind(declared, rule, limit)) for declared, rule in rules()]
    return [(declared, count) for declared, count in left if count]


def rules() -> Iterator[tuple[Declaration, Retention]]:
    """Yield every declaration with an executable rule of its own, children first."""
    declared = {declaration.model: declaration for declaration in about_somebody()}
    for model in children_first(list(declared)):
        rule = declared[model].retention
        if rule is not None and rule.is_executable and not rule.follows:
            yield declared[model], rule


def _due(declaration: Declaration, rule: Retention, now: datetime) -> Rows:
    """Return the expired rows, without held ones."""
    rows = rule.due(declaration.model._base_manager.order_by(), now)
    held = holds_by_record().get(declaration.model, {})
    return rows.exclude(pk__in=list(held)) if held else rows


def _apply_rule(
    declaration: Declaration, rule: Retention, now: datetime, deadline: float, applied: Applied
) -> None:
    size, last = FIRST_SLICE, None
    while True:
        rows = _due(declaration, rule, now)
        if last is not None:
            rows = rows.filter(pk__gt=last)  # skip rows that a slice had to leave
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:size])
        started = time.monotonic()
        applied.is_complete = not keys
        if not keys or started > deadline:
            return
        _take(declaration.model, _due(declaration, rule, now).filter(pk__in=keys), applied)
        seconds = time.monotonic() - started
        applied.longest = max(applied.longest, seconds)
        size, last = _next_size(size, seconds), keys[-1]


def _take(model: Model, rows: Rows, applied: Applied) -> None:
    """Delete one slice with its dependent rows; blank rows that kept rows need.

    Whether a row is still due is read inside the transaction: someone may just have written again.
    """
    with transaction.atomic():
        keys = list(rows.values_list("pk", flat=True))
        plan = complete(Plan({model: dict.fromkeys(keys, GOES)}))
        blanks = not_blank(model, plan.keys(model, OnErasure.BLANK))
        files = destroy(plan)
    delete_files(files)
    applied.deleted += len(plan.keys(model, OnErasure.DELETE))
    applied.blanked += len(blanks)
    applied.held += len(keys) - len(blanks) - len(plan.keys(model, OnErasure.DELETE))


def _next_size(size: int, seconds: float) -> int:
    """Return how many rows the next transaction may delete to last about `AIM_SECONDS`."""
    wanted = size * AIM_SECONDS / max(seconds, 0.001)
    return max(1, min(int(wanted), size * 2, LARGEST_SLICE))


def _left_behind(declaration: Declaration, rule: Retention, limit: datetime) -> int:
    """Return how many rows the rule could still delete, without blank rows that others need."""
    rows = _due(declaration, rule, limit).values_list("pk", flat=True)
    model = declaration.model
    plan = complete(Plan({model: dict.fromkeys(rows[:MOST_CHECKED], GOES)}))
    blanks = not_blank(model, plan.keys(model, OnErasure.BLANK))
    return len(plan.keys(model, OnErasure.DELETE)) + len(blanks)


def _count(rows: Rows) -> int:
    return int(rows.values("pk")[: COUNT_LIMIT + 1].count())
