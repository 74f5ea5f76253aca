"""Names for staff to read; `__str__` names a row by its key only, because it ends up in logs."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import Model
from django.forms import ModelChoiceField

from contactatonce.lib.choices import is_key


def label(row: Model) -> str:
    """Return the row's `label`, or its `__str__` if it has none."""
    return str(getattr(row, "label", "") or row)


def by_label(field: Any) -> Any:
    """Let a form field name its choices by label; hide the icons beside it, which need script."""
    if isinstance(field, ModelChoiceField):
        field.label_from_instance = label  # type: ignore[method-assign,assignment]  # per field
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_change_related = field.widget.can_view_related = False
        field.widget.can_delete_related = False
    return field


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


class KeySelect(AutocompleteSelect):
    """Django's select with suggestions, which shows nothing for a value that is not a key."""

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[Any]:
        return super().optgroups(name, [key for key in value if is_key(key)], attr)
