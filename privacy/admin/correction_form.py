"""A form with every field of a person that can be corrected: current and new value."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.apps import apps
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.text import capfirst

from contactatonce.lib.text import PlainTextField
from privacy.rights.correction import Difference

Row = tuple["Place", BoundField, BoundField]


class Place(NamedTuple):
    """A field of a record, as the officer reads it."""

    group: str
    record: str
    label: str
    now: str
    there: Difference


class CorrectionForm(forms.Form):
    """The person's proposals first, filled in; the rest is folded by kind of record.

    The values shown when the page was opened are sent back, so that no one approves a change to a
    value that has changed since.
    """

    MOST = 200

    def __init__(
        self,
        data: Any = None,
        *,
        places: Iterable[Difference] = (),
        suggested: Mapping[tuple[str, str, str], str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, auto_id="correction_%s", **kwargs)
        self.suggested = suggested or {}
        self.places = [place_of(each) for each in list(places)[: self.MOST]]
        for number, place in enumerate(self.places):
            new = self.suggested.get(address_of(place.there), place.there.before)
            self.fields[f"new-{number}"] = field_for(place, new)
            self.fields[f"was-{number}"] = forms.CharField(
                required=False, initial=place.there.before, widget=forms.HiddenInput, strip=False
            )

    def rows(self, *, is_proposed: bool) -> Iterator[Row]:
        for number, place in enumerate(self.places):
            if (address_of(place.there) in self.suggested) is is_proposed:
                yield place, self[f"new-{number}"], self[f"was-{number}"]

    @property
    def proposed(self) -> list[Row]:
        """Return the fields whose value the person calls wrong."""
        return list(self.rows(is_proposed=True))

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """Return all other fields by kind of record."""
        rows = self.rows(is_proposed=False)
        return [(kind, list(group)) for kind, group in groupby(rows, lambda row: row[0].group)]

    def clean(self) -> dict[str, Any]:
        for number, place in enumerate(self.places):
            was = self.cleaned_data.get(f"was-{number}", "")
            if was.split() != place.there.before.split():
                raise forms.ValidationError("Something has changed since you opened this page.")
        if not self.errors and not self.changes:
            raise forms.ValidationError("Nothing would change.")
        return self.cleaned_data

    @property
    def changes(self) -> list[tuple[str, str, str, str, str]]:
        """Return the fields with a new value, as (source, pk, field, value, was)."""
        found = []
        for number, place in enumerate(self.places):
            new = self.cleaned_data.get(f"new-{number}", "").replace("\r\n", "\n")
            if new.split() != place.there.before.split():
                was = self.cleaned_data.get(f"was-{number}", "")
                found.append((*address_of(place.there), new, was))
        return found


def address_of(there: Difference) -> tuple[str, str, str]:
    return there.source, there.pk, there.field


def place_of(there: Difference) -> Place:
    """Name a field and its record for the officer."""
    model = apps.get_model(there.source)
    choices = dict(getattr(model._meta.get_field(there.field), "flatchoices", ()))
    return Place(
        group=capfirst(str(model._meta.verbose_name_plural)),
        record=f"{capfirst(str(model._meta.verbose_name))} {there.pk}",
        label=str(capfirst(there.label)),
        now=str(choices.get(there.before, there.before)),
        there=there,
    )


def field_for(place: Place, new: str) -> forms.Field:
    """Return the form field for the new value."""
    column = apps.get_model(place.there.source)._meta.get_field(place.there.field)
    given: dict[str, Any] = {"label": f"New {place.label}", "required": False, "initial": new}
    choices = list(getattr(column, "flatchoices", ()))
    if choices:
        known = {value for value, _ in choices}
        others = [(value, value or "–") for value in ("", place.there.before) if value not in known]
        return forms.ChoiceField(choices=[*dict(others).items(), *choices], **given)
    if isinstance(column, models.TextField):
        return PlainTextField(widget=forms.Textarea({"rows": 3}), **given)
    return PlainTextField(**given)
