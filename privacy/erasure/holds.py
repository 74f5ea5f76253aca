"""Legal holds: records that are not erased until someone releases them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from contactatonce.accounts.models import User
from privacy.models import AwaitingRelease, Erasure, LegalHold
from privacy.registry import Model, OnErasure

from .erasure import carry_out, clean_up, locked_mark, note_files
from .plan import Plan, plan_rows


def place(
    *,
    record: models.Model,
    ground: LegalHold.Ground,
    review_on: date,
    placed_by: User,
    case: str = "",
    with_what_hangs_on_it: bool = False,
) -> list[LegalHold]:
    """Hold one record, optionally with all rows that would be deleted with it."""
    rows: dict[Model, Sequence[Any]] = {type(record): [record.pk]}
    if with_what_hangs_on_it:
        rows = plan_rows(rows).by_model(OnErasure.DELETE) | rows
    with transaction.atomic():
        return [
            LegalHold.objects.get_or_create(
                content_type=ContentType.objects.get_for_model(model),
                object_pk=str(key),
                case=case,
                released_at=None,
                defaults={"ground": ground, "review_on": review_on, "placed_by": placed_by},
            )[0]
            for model, keys in rows.items()
            for key in keys
        ]


def release(*, hold: LegalHold, released_by: User) -> list[Erasure]:
    """End a hold, and continue the erasures that waited for it; return those."""
    LegalHold.objects.active().filter(pk=hold.pk).update(
        released_at=timezone.now(), released_by=released_by
    )
    waiting = Erasure.objects.filter(awaiting__isnull=False, erased_at__isnull=False).distinct()
    return [carried for erasure in waiting if (carried := carry_on(erasure.pk))]


def carry_on(erasure_id: UUID) -> Erasure | None:
    """Erase the rows of this erasure that are no longer held; None if all still are.

    They belong to the original order: same ledger id, same outcome list.
    """
    with transaction.atomic(durable=True):
        mark = locked_mark()
        erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
        plan, free = freed(erasure)
        if not free:
            return None
        files = carry_out(plan, erasure=erasure, mark=mark)
        AwaitingRelease.objects.filter(pk__in=[row.pk for row in free]).delete()
        erasure.outcome = [*erasure.outcome, *plan.lines()]
        erasure.save(update_fields=["outcome"])
        note_files(erasure, files)
    clean_up(erasure)
    return erasure


def freed(erasure: Erasure) -> tuple[Plan, list[AwaitingRelease]]:
    """Return the fates of the waiting rows that no hold keeps any more."""
    waiting = list(erasure.awaiting.all())
    plan = plan_rows(_rows(waiting))
    return plan, [row for row in waiting if not _is_kept(plan, row)]


def _rows(waiting: list[AwaitingRelease]) -> dict[Model, list[Any]]:
    found: dict[Model, list[Any]] = {}
    for row in waiting:
        model = row.content_type.model_class()
        if model is not None:
            found.setdefault(model, []).append(model._meta.pk.to_python(row.object_pk))
    return found


def _is_kept(plan: Plan, row: AwaitingRelease) -> bool:
    model = row.content_type.model_class()
    fates = plan.rows.get(model, {}) if model else {}
    return any(str(key) == row.object_pk and fate.is_held for key, fate in fates.items())
