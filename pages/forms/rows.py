"""Repeated rows in a form, added, moved and removed by plain submit buttons."""

from typing import Any, Final

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict

from contactatonce.lib.choices import is_key

MOST_ROWS: Final = 40
DEEDS: Final = ("up", "down", "remove")


class RowForm(forms.Form):
    """One row; a row that is left empty is no row."""

    def content(self) -> dict[str, Any]:
        """Return what the row says; only after it was found valid."""
        return dict(self.cleaned_data)


class Rows(BaseFormSet):  # type: ignore[type-arg]
    """The rows of one section, in the order in which they stand."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def filled(self) -> list[dict[str, Any]]:
        """Return the rows that say something; only after is_valid()."""
        return [form.content() for form in self.forms if form.has_changed()]


def rows_of(row: type[RowForm], *, at_least: int = 0, base: type[Rows] = Rows) -> type[Rows]:
    """Return the formset of `row` that refuses fewer than `at_least` filled rows."""

    class Wanted(base):  # type: ignore[misc, valid-type]
        def clean(self) -> None:
            super().clean()
            if not any(self.errors) and len(self.filled()) < at_least:
                raise forms.ValidationError("Fill in one row at least.")

    made: type[Rows] = forms.formset_factory(  # type: ignore[assignment]
        row, formset=Wanted, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10
    )
    return made


def read_rows(data: QueryDict, prefix: str, row: type[RowForm]) -> list[dict[str, Any]]:
    """Return the rows as they were sent, unchecked, by the names of their fields."""
    try:
        total = min(int(data.get(f"{prefix}-TOTAL_FORMS", "0")), MOST_ROWS)
    except ValueError:
        total = 0
    return [read_form(row(prefix=f"{prefix}-{number}"), data) for number in range(total)]


def read_form(form: forms.Form, data: QueryDict) -> dict[str, Any]:
    """Return what was sent for each field of `form`, as its widget reads it."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def rearrange(rows: list[dict[str, Any]], deed: str) -> list[dict[str, Any]]:
    """Return `rows` after `deed`: "add", or "up-2", "down-2", "remove-2" for the third row."""
    name, _, number = deed.partition("-")
    if name == "add":
        return [*rows, {}]
    place = int(number) if is_key(number) else -1
    if name not in DEEDS or not 0 <= place < len(rows):
        return rows
    rest = [*rows[:place], *rows[place + 1 :]]
    if name == "remove":
        return rest
    target = max(0, place - 1) if name == "up" else min(len(rest), place + 1)
    return [*rest[:target], rows[place], *rest[target:]]


def focus_new(rows: Rows | None, deed: str) -> None:
    """Let the browser begin in a row that was just added."""
    if rows is not None and deed == "add" and rows.forms:
        first = next(iter(rows.forms[-1].fields.values()))
        first.widget.attrs["autofocus"] = True
