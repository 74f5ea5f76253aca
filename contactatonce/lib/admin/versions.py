"""Forms that notice a concurrent edit, show both values and store nothing unseen."""

from collections.abc import Iterable
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple, Self

from django import forms
from django.contrib import admin
from django.db.models import Manager, Model, QuerySet
from django.http import HttpRequest

from .drafts import DraftForm

STORED = "stored"
DELETED = "Someone deleted this after you opened it, so it cannot be saved."
CHANGED = "Someone saved this after you opened it. Nothing you typed is lost."


class Difference(NamedTuple):
    """A field that two people changed to different values, as they read them.

    Without a name there is nothing to choose: saving again stores what was typed.
    """

    name: str
    label: str
    stored: str
    typed: str


class VersionedForm(DraftForm):
    """Mixin for a form that edits `instance` and carries its version and what the page showed.

    What only one of two people changed is kept from both. Where both changed a field, or where
    `has_rows` says that the page edits rows of other tables as well, the form is invalid once and
    `conflict` lists what differs; `choice_<field>=stored` then takes the stored value.
    """

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    instance: Any
    has_rows = False
    conflict: list[Difference] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened_version"] = self.instance.version
        self.recall_shown()

    def recall_shown(self) -> None:
        """Carry what the page shows in hidden fields, to know later what was changed."""
        for name in self.shared:
            was_shown = not self.is_bound or self[name].html_initial_name in self.data
            self.fields[name].show_hidden_initial = was_shown

    @cached_property
    def shared(self) -> list[str]:
        """The fields that the form and the row have in common."""
        model = type(self.instance)
        return [name for name in self.fields if hasattr(model, name)]

    @cached_property
    def chosen(self) -> list[str]:
        """The fields whose stored value was chosen after a comparison with the latest version."""
        if self.cleaned_data.get("opened_version") != self.instance.version:
            return []
        return [name for name in self.shared if self.data.get(f"choice_{name}") == STORED]

    @cached_property
    def changed_data(self) -> list[str]:
        kept = {*self.chosen, "opened_version"}
        return [name for name in super().changed_data if name not in kept]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            return cleaned
        rows = type(self.instance)._base_manager.select_for_update()
        stored = rows.filter(pk=self.instance.pk).first()
        if stored is None:
            self.add_error(None, DELETED)
            return cleaned
        self.instance.version = stored.version
        is_latest = cleaned.get("opened_version") == stored.version
        self.keep_stored(stored, self.chosen if is_latest else self._compare(stored))
        return cleaned

    def as_draft(self) -> Self:
        """Show what is stored by now beside what was typed, unless both changed the same field."""
        super().as_draft()
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        theirs = [name for name in self.shared if self.is_changed(stored, name)]
        if not set(theirs).intersection(self.changed_data):
            self._rebase(stored, theirs, ())
        return self

    def keep_stored(self, stored: Model, names: Iterable[str]) -> None:
        """Replace what was typed into the fields `names` with what is stored."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = stored_value(stored, name)

    def _compare(self, stored: Model) -> list[str]:
        """Return the fields that only someone else changed; add an error on a real conflict."""
        theirs = [name for name in self.shared if self.is_changed(stored, name)]
        clashing = [
            name
            for name in theirs
            if name in self.changed_data
            and self.differs(name, stored_value(stored, name), self[name].data)
        ]
        if clashing or self.has_rows:
            self.conflict = [self.difference(stored, name) for name in clashing]
            self._rebase(stored, theirs, clashing)
            self.add_error(None, CHANGED)
        return [name for name in theirs if name not in self.changed_data]

    def differs(self, name: str, value: Any, typed: Any) -> bool:
        """Tell whether the field was typed other than `value`."""
        return self.fields[name].has_changed(value, typed)

    def is_changed(self, stored: Model, name: str) -> bool:
        """Tell whether the field is stored other than the page showed it."""
        field, bound = self.fields[name], self[name]
        if not field.show_hidden_initial:
            return True
        shown = field.hidden_widget().value_from_datadict(
            self.data, self.files, bound.html_initial_name
        )
        return field.has_changed(stored_value(stored, name), shown)

    def difference(self, stored: Model, name: str) -> Difference:
        field = self.fields[name]
        typed = self.cleaned_data.get(name, self[name].data)
        return Difference(
            name,
            str(self[name].label),
            readable(field, stored_value(stored, name)),
            readable(field, typed),
        )

    def _rebase(self, stored: Any, theirs: Iterable[str], clashing: Iterable[str]) -> None:
        """Make this the form that the stored row would have shown, with what was typed in it."""
        data: Any = copy(self.data)
        data[self.add_prefix("opened_version")] = stored.version
        for name in theirs:
            value = self.fields[name].prepare_value(stored_value(stored, name))
            values = value if isinstance(value, list) else ["" if value is None else value]
            data.setlist(self[name].html_initial_name, values)
            if name not in clashing:
                data.setlist(self[name].html_name, values)
        self.data = data


class VersionedModelForm(VersionedForm, forms.ModelForm):
    """A ModelForm of a Versioned model."""


def stored_value(row: Model, name: str) -> Any:
    value = getattr(row, name)
    return value.all() if isinstance(value, Manager) else value


def readable(field: forms.Field, value: Any) -> str:
    """Return a field's value as a person reads it."""
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(readable(field, each) for each in value) or "empty"
    if value in (None, ""):
        return "empty"
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if isinstance(value, Model) else str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(dict(getattr(field, "choices", ())).get(value, value))


class VersionedAdmin(admin.ModelAdmin):
    """Mixin for the admin page of a Versioned model."""

    form = VersionedModelForm

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        inlines = self.get_inline_instances(request, obj)
        has_rows = any(each.has_change_permission(request, obj) for each in inlines)
        return type(form.__name__, (form,), {"has_rows": has_rows})

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        (name, options), *others = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return [(name, options), *others]
        return [(name, {**options, "fields": [*options["fields"], "opened_version"]}), *others]
