"""Optimistic locking for admin pages: a form does not overwrite what its writer never saw."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Manager, Model
from django.forms.models import _get_foreign_key
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

GONE = "Somebody deleted this after you opened it, so it cannot be saved."
CHANGED = (
    "Somebody saved this after you opened it{differences}. "
    "Your own words are still below: save again to put them in its place."
)


def fingerprint(row: Model, children: tuple[str, ...] = ()) -> str:
    """Return a digest of the row as it is stored, with its many-to-many keys and its child rows.

    `children` are the accessors of the tables that are edited on the row's own page.
    """
    seen = hashlib.sha256("\0".join(stored_values(row)).encode())
    for field in row._meta.many_to_many:
        keys = getattr(row, field.name).order_by("pk").values_list("pk", flat=True)
        seen.update(f"\1{list(keys)}".encode())
    for accessor in children:
        manager: Manager[Model] = getattr(row, accessor)
        for child in manager.order_by("pk"):
            seen.update(("\2" + "\0".join(stored_values(child))).encode())
    return seen.hexdigest()


def stored_values(row: Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        yield field.value_to_string(row)


class OptimisticForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that knows what its page showed, and says so when something else is stored by now.

    The second time it is saved all the same: by then its writer has read what the other one did.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    children: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and not self.is_bound:
            self.initial["seen"] = fingerprint(self.instance, self.children)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.instance.pk is None:
            return data
        rows = type(self.instance)._base_manager.select_for_update()
        stored = rows.filter(pk=self.instance.pk).first()
        if stored is None:
            self.add_error(None, GONE)
            return data
        now = fingerprint(stored, self.children)
        if self.cleaned_data.get("seen") != now:
            self.data = MultiValueDict(
                {**dict(self.data.lists()), self.add_prefix("seen"): [now]}  # type: ignore[attr-defined]
            )
            told = "; ".join(self.differences(stored))
            self.add_error(None, CHANGED.format(differences=f": {told}" if told else ""))
        return data

    def differences(self, stored: Model) -> Iterator[str]:
        """Yield "label is now value" for each field that is not stored as it stands in the form."""
        values = forms.model_to_dict(stored)
        for name, field in self.fields.items():
            if name in values and field.has_changed(values[name], self[name].data):
                yield f"“{field.label}” is now “{readable(stored, name)}”"


def readable(row: Model, name: str) -> str:
    """Return a field's value as a person reads it."""
    value = getattr(row, name)
    if isinstance(value, Manager):
        return ", ".join(map(str, value.all())) or "empty"
    shown = getattr(row, f"get_{name}_display", lambda: value)()
    return str(shown) if shown not in (None, "") else "empty"


class OptimisticAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mixin for a ModelAdmin whose page two people may have open at once."""

    form = OptimisticForm

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        accessors = [
            _get_foreign_key(self.model, inline.model).remote_field.get_accessor_name()
            for inline in self.get_inline_instances(request, obj)
            if inline.has_change_permission(request, obj)
        ]
        return type(form.__name__, (form,), {"children": tuple(accessors)})

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        (name, options), *others = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return [(name, options), *others]
        return [(name, {**options, "fields": [*options["fields"], "seen"]}), *others]
