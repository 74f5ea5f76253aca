"""Repeated rows in a form, added, moved and removed by plain submit buttons."""

from typing import Any, Final

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict

from contactatonce.lib.choices import is_key

MOST_ROWS: Final = 40
ACTIONS: Final = ("up", "down", "remove")


class RowForm(forms.Form):
    """One row; empty rows are ignored."""


class Rows(BaseFormSet):  # type: ignore[type-arg]
    """The rows of one section in order."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def filled(self) -> list[dict[str, Any]]:
        """Return the filled rows; call is_valid() first."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


def rows_of(row: type[RowForm], *, at_least: int = 0, base: type[Rows] = Rows) -> type[Rows]:
    """Return the formset of `row` that requires `at_least` filled rows."""

    class Wanted(base):  # type: ignore[misc, valid-type]
        def clean(self) -> None:
            super().clean()
            if not any(self.errors) and len(self.filled()) < at_least:
                raise forms.ValidationError("Fill in at least one row.")

    made: type[Rows] = forms.formset_factory(  # type: ignore[assignment]
        row, formset=Wanted, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10
    )
    return made


def read_rows(data: QueryDict, prefix: str, row: type[RowForm]) -> list[dict[str, Any]]:
    """Return the submitted rows, not validated, as dicts by field name."""
    try:
        total = min(int(data.get(f"{prefix}-TOTAL_FORMS", "0")), MOST_ROWS)
    except ValueError:
        total = 0
    return [read_form(row(prefix=f"{prefix}-{number}"), data) for number in range(total)]


def read_form(form: forms.Form, data: QueryDict) -> dict[str, Any]:
    """Return the submitted value of each field of `form`, read by its widget."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def rearrange(rows: list[dict[str, Any]], action: str) -> list[dict[str, Any]]:
    """Return `rows` after `action`: "add", or "up-2", "down-2", "remove-2" for the third row."""
    name, _, number = action.partition("-")
    if name == "add":
        return [*rows, {}]
    place = int(number) if is_key(number) else -1
    if name not in ACTIONS or not 0 <= place < len(rows):
        return rows
    rest = [*rows[:place], *rows[place + 1 :]]
    if name == "remove":
        return rest
    target = max(0, place - 1) if name == "up" else min(len(rest), place + 1)
    return [*rest[:target], rows[place], *rest[target:]]


def focus_new(rows: Rows | None, action: str) -> None:
    """Focus a row that was just added."""
    if rows is not None and action == "add" and rows.forms:
        first = next(iter(rows.forms[-1].fields.values()))
        first.widget.attrs["autofocus"] = True
