"""Names for staff to read; `__str__` names a row by its key only, because it ends up in logs."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model


def label(row: Model) -> str:
    """Return the row's `label`, or its `__str__` if it has none."""
    return str(getattr(row, "label", "") or row)


class Labeled:
    """A row whose `__str__` is its label, for the messages that Django puts together."""

    def __init__(self, row: Model) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)

    def __str__(self) -> str:
        return label(self._row)


class LabelAutocomplete(AutocompleteJsonView):
    """Django's suggestions, by label."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}
