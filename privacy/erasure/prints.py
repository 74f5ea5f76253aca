"""Ledger fingerprints of rows, and the look-up of rows by fingerprint."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from privacy.registry import Model, declarations
from privacy.relations import created_path

from . import ledger

Created = datetime | None


def prints(rows: Mapping[Model, Sequence[Any]]) -> ledger.Prints:
    """Return the fingerprints of `rows` by model label, under the current ledger key."""
    key = next(iter(ledger.keys().values()))
    return {
        model._meta.label: sorted(
            ledger.fingerprint(key, model._meta.label, pk, created)
            for pk, created in born(model, keys)
        )
        for model, keys in rows.items()
        if keys and model in declarations
    }


def held_prints(rows: Mapping[Model, Mapping[str, str]]) -> ledger.HeldPrints:
    """Return the fingerprints of held rows, each with its ground.

    `rows` maps each model to the grounds by the row's key as text.
    """
    key = next(iter(ledger.keys().values()))
    return {
        model._meta.label: {
            ledger.fingerprint(key, model._meta.label, pk, created): grounds[str(pk)]
            for pk, created in born(model, [model._meta.pk.to_python(pk) for pk in grounds])
        }
        for model, grounds in rows.items()
        if grounds and model in declarations
    }


def born(model: Model, keys: Sequence[Any] | None = None) -> Iterator[tuple[Any, Created]]:
    """Yield primary key and time of creation of these rows of `model`, or of all."""
    rows = model._base_manager.order_by()
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    path = created_path(model)
    if path:
        yield from rows.values_list("pk", path).iterator(chunk_size=5000)
    else:
        for pk in rows.values_list("pk", flat=True).iterator(chunk_size=5000):
            yield pk, None
