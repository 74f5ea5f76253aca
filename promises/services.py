"""Run the checks of the promises, and derive the state of each promise from the results."""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Max
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.lib.logs import scrub, scrubbed_traceback
from search.crawler import one_tour

from .models import Attestation, Evidence
from .registry import PROMISES, Check, Figure, Kind, Promise, checks

MOST_PROBLEMS = 20  # problems stored per check
logger = logging.getLogger(__name__)


class State(Enum):
    """The state of a promise, worst first; the value is what readers see."""

    BROKEN = "broken"
    NOT_YET = "not yet"
    STALE = "stale"
    ATTESTED = "attested"
    KEPT = "kept"


@dataclass(frozen=True)
class Proof:
    """A check with its newest result; None before its first run."""

    check: Check
    newest: Evidence | Attestation | None
    now: datetime

    @property
    def is_fresh(self) -> bool:
        return self.newest is not None and self.newest.at > self.now - self.check.fresh_for

    @property
    def is_attested(self) -> bool:
        return self.check.kind is Kind.ATTESTED

    @property
    def state(self) -> State:
        if self.newest is not None and not self.newest.is_kept:
            return State.BROKEN  # counts until a newer result, whatever its age
        if not self.is_fresh:
            return State.STALE
        return State.ATTESTED if self.is_attested else State.KEPT

    @property
    def figures(self) -> list[Figure]:
        if not isinstance(self.newest, Evidence):
            return []
        return [Figure(**figure) for figure in self.newest.figures]


@dataclass(frozen=True)
class PromiseStatus:
    """A promise with its proofs."""

    promise: Promise
    proofs: tuple[Proof, ...]

    @property
    def state(self) -> State:
        """Return the worst state of its proofs; "not yet" while a part is not built."""
        states = {proof.state for proof in self.proofs}
        if State.BROKEN not in states and (self.promise.missing or not states):
            return State.NOT_YET
        return next(state for state in State if state in states)

    @property
    def proven_at(self) -> datetime | None:
        """Return since when all of it is proven: the oldest of its newest results."""
        moments = [proof.newest.at for proof in self.proofs if proof.newest]
        return min(moments, default=None)


def board(now: datetime | None = None) -> list[PromiseStatus]:
    """Return every promise with its state, in order; always four queries."""
    now = now or timezone.now()
    evidence = _newest(Evidence)
    attested = _newest(Attestation)
    return [
        PromiseStatus(
            promise,
            tuple(
                Proof(check, (attested if check.kind is Kind.ATTESTED else evidence).get(name), now)
                for name, check in checks.items()
                if check.promise == number
            ),
        )
        for number, promise in PROMISES.items()
    ]


def _newest(model: type[Evidence] | type[Attestation]) -> dict[str, Evidence | Attestation]:
    """Return the newest row of each check."""
    found = model.objects.filter(check_name__in=checks).order_by().values("check_name")
    keys = list(found.annotate(newest=Max("pk")).values_list("newest", flat=True))
    return {row.check_name: row for row in model.objects.filter(pk__in=keys)}


def run_all(names: Iterable[str] = ()) -> list[Evidence]:
    """Run every automatic check, or those of the promises `names`, and store the results."""
    wanted = set(names) or set(PROMISES)
    with one_tour():
        return [
            run(check)
            for check in sorted(checks.values(), key=lambda check: check.name)
            if check.kind is not Kind.ATTESTED and check.promise in wanted
        ]


def run(check: Check) -> Evidence:
    """Run one check and store its result. A check that raises counts as broken."""
    started = time.monotonic()
    problems, figures = find(check)
    if problems:
        logger.error("Promise %s is broken: %s (%d)", check.promise, check.name, len(problems))
    return Evidence.objects.create(
        check_name=check.name,
        promise=check.promise,
        kind=check.kind.name.lower(),
        code_version=settings.CODE_VERSION,
        is_kept=not problems,
        problems=problems[:MOST_PROBLEMS],
        figures=[asdict(figure) for figure in figures],
        milliseconds=int((time.monotonic() - started) * 1000),
    )


def find(check: Check) -> tuple[list[str], list[Figure]]:
    """Run `check`, undo a flow's changes to the database, and return problems and figures."""
    problems: list[str] = []
    figures: list[Figure] = []
    stores = check.kind is Kind.FLOW and not check.only_reads
    try:
        for found in rolled_back(check) if stores else check.run():
            if isinstance(found, Figure):
                figures.append(found)
            else:
                problems.append(scrub(found))
    except Exception as error:
        problems.append(f"The check itself failed: {scrubbed_traceback(error)}")
    return problems, figures


def rolled_back(check: Check) -> Iterator[str | Figure]:
    """Yield what `check` finds inside a transaction that is rolled back.

    The made-up person and their jobs vanish whatever happens, and no other process or figure ever
    includes them.
    """
    try:
        with transaction.atomic():
            found = list(check.run())
            transaction.set_rollback(True)
        yield from found
    except DatabaseError as error:
        yield f"The database refused the check: {type(error).__name__}"


def attest_now(*, check_name: str, basis: str, by: User, is_kept: bool = True) -> Attestation:
    """Store the statement of `by` on a check; raise KeyError if there is no such check."""
    check = checks[check_name]
    return Attestation.objects.create(
        check_name=check.name, promise=check.promise, basis=basis, is_kept=is_kept, stated_by=by
    )
