"""Erase a made-up person in a transaction that is rolled back, and look for what is left.

Uses the same plan, destruction and table scans as a real erasure, but writes nothing to the ledger
and reads only rows created since `before()`. So its duration does not depend on the size of the
database, and on SQLite it blocks no one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from privacy.registry import Model, OnErasure, Rows, Subject, declarations
from privacy.relations import created_path, has_numbered_key, stored_models

from .destruction import destroy
from .identifiers import identifiers_of
from .ledger import prints
from .plan import plan_person
from .sweep import Hit, explained, in_model


@dataclass(frozen=True)
class Before:
    """The state before the made-up person: the time, and the highest key of each table."""

    at: datetime
    highest: Mapping[Model, int]

    def rows_since(self, model: Model) -> Rows:
        """Return the rows of `model` created since; all of them if that is unknown."""
        rows = model._base_manager.order_by()
        if model in self.highest:
            return rows.filter(pk__gt=self.highest[model])
        path = created_path(model)
        return rows.filter(**{f"{path}__gte": self.at}) if path else rows


def before() -> Before:
    """Return the current state, by one look at the end of an index per table."""
    highest = {}
    for model in stored_models():
        if has_numbered_key(model):
            found = model._base_manager.order_by().aggregate(highest=Max("pk"))["highest"]
            highest[model] = found or 0
    return Before(timezone.now(), highest)


def erase(subject: Subject, since: Before) -> tuple[list[str], list[Hit]]:
    """Erase `subject`, created since, in the caller's transaction, which must be rolled back.

    Return the models of rows without a fingerprint, and the places that still name the person.
    """
    identifiers = identifiers_of(subject)
    plan = plan_person(subject)
    deleted = plan.by_model(OnErasure.DELETE)
    named = prints(deleted)
    destroy(plan)
    hits = [
        hit
        for model in stored_models()
        for hit in in_model(model, identifiers, since.rows_since(model))
    ]
    unprinted = [
        model._meta.label
        for model, keys in deleted.items()
        if model in declarations and len(named.get(model._meta.label, ())) != len(keys)
    ]
    return unprinted, [hit for hit in explained(hits, subject) if not hit.explanation]
