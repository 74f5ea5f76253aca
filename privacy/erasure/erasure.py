"""Erase a person: preview, execute exactly that plan, clean up outside, prove it by a sweep.

Each step records its progress in the database. After a kill at any point, `resume` continues.
"""

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from privacy import fingerprints
from privacy.models import AwaitingRelease, Erasure, LedgerMark
from privacy.registry import Model, OnErasure, Subject
from privacy.sealing import seal, unseal

from . import caches, ledger
from .destruction import StoredFile, destroy
from .identifiers import Identifiers, identifiers_of
from .plan import Plan, plan_person
from .sweep import Hit, sweep

logger = logging.getLogger(__name__)


class PlanChanged(Exception):
    """The data changed since the preview; nothing was erased. Show the new plan."""


class NotClean(Exception):
    """The sweep found unexplained traces of the person; the erasure stays unfinished."""

    def __init__(self, hits: list[Hit]) -> None:
        super().__init__(f"{len(hits)} unexplained")
        self.hits = hits


def execute(*, subject: Subject, plan_hash: str, ordered_by: User | None = None) -> Erasure:
    """Erase `subject` as previewed, and return the erasure; `finish` it once the sweep is clean.

    Raise PlanChanged, with nothing done, if the plan's hash is no longer `plan_hash`.
    """
    if plan_person(subject).digest != plan_hash:
        raise PlanChanged
    erasure = Erasure(
        plan_hash=plan_hash,
        ordered_by=ordered_by,
        sealed=_seal(_content(subject, identifiers_of(subject))),
        **fingerprints.columns_about(subject.email),
    )
    erasure.save(force_insert=True)
    return resume(erasure.pk)


def resume(erasure_id: UUID) -> Erasure:
    """Continue an erasure up to the sweep; do nothing if it is finished."""
    erasure = Erasure.objects.get(pk=erasure_id)
    if erasure.erased_at is None:
        _erase(erasure_id)
    erasure.refresh_from_db()
    if erasure.cleaned_at is None:
        clean_up(erasure)
    return erasure


def finish(erasure_id: UUID) -> Erasure:
    """Sweep, and close the erasure if nothing unexplained is left; raise NotClean otherwise."""
    erasure = resume(erasure_id)
    if erasure.finished_at is not None:
        return erasure
    sealed = _unsealed(erasure)
    hits = sweep(
        Subject(sealed["email"], sealed["user_id"]),
        Identifiers.load(sealed["identifiers"]),
        erased_at=erasure.erased_at,
        explanations=erasure.explanations,
        mend=True,
    )
    erasure.findings = [hit.finding for hit in hits]
    unexplained = [hit for hit in hits if not hit.explanation]
    if not unexplained:
        erasure.finished_at = timezone.now()
        erasure.sealed = ""
    erasure.save(update_fields=["findings", "finished_at", "sealed"])
    if unexplained:
        raise NotClean(unexplained)
    return erasure


def explain(*, erasure_id: UUID, hit: str, reason: str, by: User) -> None:
    """Record why a hit of the sweep may stay; `hit` is its key. Names no person."""
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
        erasure.explanations[hit] = {
            "reason": reason,
            "by": by.pk,
            "at": timezone.now().isoformat(),
        }
        erasure.save(update_fields=["explanations"])


def carry_out(plan: Plan, *, erasure: Erasure, mark: LedgerMark) -> list[StoredFile]:
    """Write the ledger, then destroy, in the caller's transaction, which locks `mark`.

    Return the files to delete once the transaction is committed.
    """
    place = ledger.append(
        erasure=str(erasure.pk),
        before=timezone.now(),
        deleted=ledger.prints(plan.by_model(OnErasure.DELETE)),
        blanked=ledger.prints(plan.by_model(OnErasure.BLANK)),
        held=ledger.held_prints(plan.grounds()),
        after=ledger.Place(mark.line, mark.chain),
    )
    files = destroy(plan)
    move(mark, place)
    await_release(erasure, plan.held())
    return files


def await_release(erasure: Erasure, rows: Iterable[tuple[Model, Any]]) -> None:
    """Record the rows that this erasure deletes once no legal hold keeps them."""
    AwaitingRelease.objects.bulk_create(
        [
            AwaitingRelease(
                erasure=erasure,
                content_type=ContentType.objects.get_for_model(model),
                object_pk=str(key),
            )
            for model, key in rows
        ],
        ignore_conflicts=True,
    )


def locked_mark() -> LedgerMark:
    """Return the mark, locked: erasures write ledger and database one at a time."""
    LedgerMark.objects.get_or_create(pk=1)
    return LedgerMark.objects.select_for_update().get(pk=1)


def move(mark: LedgerMark, place: ledger.Place) -> None:
    """Record that the database has carried out the ledger up to `place`."""
    mark.line, mark.chain = place
    mark.save(force_update=True)


def note_files(erasure: Erasure, files: list[StoredFile]) -> None:
    """Store which files `clean_up` deletes after the commit, encrypted, in the same transaction."""
    content = _unsealed(erasure) if erasure.sealed else _content(Subject(""), Identifiers())
    erasure.sealed = _seal(content | {"files": [asdict(file) for file in files]})
    erasure.cleaned_at = None
    erasure.save(update_fields=["sealed", "cleaned_at"])


def clean_up(erasure: Erasure) -> None:
    """Remove what the erased rows left outside the database, and record that it is done."""
    sealed = _unsealed(erasure)
    delete_files([StoredFile(**file) for file in sealed["files"]])
    caches.forget(Identifiers.load(sealed["identifiers"]))
    erasure.cleaned_at = timezone.now()
    if erasure.finished_at is not None:
        erasure.sealed = ""
    erasure.save(update_fields=["cleaned_at", "sealed"])
    logger.info("Erasure %s is carried out", erasure.pk)


def delete_files(files: Iterable[StoredFile]) -> None:
    for file in files:
        file.delete()


def _erase(erasure_id: UUID) -> None:
    """Destroy the rows in one transaction, the ledger first; PlanChanged undoes the order."""
    try:
        with transaction.atomic(durable=True):
            mark = locked_mark()
            erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
            if erasure.erased_at is not None:
                return
            sealed = _unsealed(erasure)
            subject = Subject(sealed["email"], sealed["user_id"])
            planned_at = timezone.now()  # whatever comes in from now on is the person's new choice
            _lock_rows(plan_person(subject))
            plan = plan_person(subject)
            if plan.digest != erasure.plan_hash:
                raise PlanChanged
            files = carry_out(plan, erasure=erasure, mark=mark)
            erasure.outcome = plan.lines()
            note_files(erasure, files)
            erasure.erased_at = planned_at
            erasure.save(update_fields=["outcome", "erased_at"])
    except PlanChanged:
        _call_off(erasure_id)
        raise


def _call_off(erasure_id: UUID) -> None:
    """Cancel an order that can no longer be carried out as approved."""
    with transaction.atomic(durable=True):
        mark = locked_mark()
        if str(erasure_id) in ledger.erasures_after(mark.line):
            after = ledger.Place(mark.line, mark.chain)
            now = timezone.now()
            move(mark, ledger.append(erasure=str(erasure_id), before=now, after=after, voids=True))
        Erasure.objects.filter(pk=erasure_id, erased_at=None).delete()


def _lock_rows(plan: Plan) -> None:
    """Prevent others from adding rows that refer to those about to be deleted (PostgreSQL)."""
    if connection.features.has_select_for_update:
        for model, keys in plan.by_model(OnErasure.DELETE).items():
            rows = model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
            list(rows.values_list("pk", flat=True))


def _content(subject: Subject, identifiers: Identifiers) -> dict[str, Any]:
    return {
        "email": subject.email,
        "user_id": subject.user_id,
        "identifiers": identifiers.dump(),
        "files": [],
    }


def _seal(content: dict[str, Any]) -> str:
    return seal(json.dumps(content, default=str).encode()).decode()


def _unsealed(erasure: Erasure) -> dict[str, Any]:
    return dict(json.loads(unseal(erasure.sealed.encode())))
