"""A form with every field of a person that can be corrected: current and new value."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from contactatonce.lib.text import PlainTextField
from privacy.rights.correction import Change, Difference

Row = dict[str, Any]


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
        self.places = list(places)[: self.MOST]
        for number, place in enumerate(self.places):
            new = self.suggested.get(place.key, place.before)
            self.fields[f"new-{number}"] = field_for(place, new)
            self.fields[f"was-{number}"] = forms.CharField(
                required=False, initial=place.before, widget=forms.HiddenInput, strip=False
            )

    @property
    def proposed(self) -> list[Row]:
        """Return the fields whose value the person calls wrong."""
        return self.rows(is_proposed=True)

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """Return all other fields by kind of record."""
        rows = groupby(self.rows(is_proposed=False), lambda row: row["kind"])
        return [(kind, list(group)) for kind, group in rows]

    def rows(self, *, is_proposed: bool) -> list[Row]:
        return [
            {**words_for(place), "new": self[f"new-{number}"], "was": self[f"was-{number}"]}
            for number, place in enumerate(self.places)
            if (place.key in self.suggested) is is_proposed
        ]

    def clean(self) -> dict[str, Any]:
        """Return the fields with a new value."""
        changes = []
        for number, place in enumerate(self.places):
            was = self.cleaned_data.get(f"was-{number}", "")
            new = self.cleaned_data.get(f"new-{number}", "").replace("\r\n", "\n")
            if was.split() != place.before.split():
                raise forms.ValidationError("Something has changed since you opened this page.")
            if new.split() != place.before.split():
                changes.append(Change(*place.key, new, was))
        if not self.errors and not changes:
            raise forms.ValidationError("Nothing would change.")
        return {"changes": changes}


def words_for(place: Difference) -> Row:
    """Return the record, field and current value, as the officer reads them."""
    meta = place.model._meta
    choices = dict(getattr(meta.get_field(place.field), "flatchoices", ()))
    return {
        "kind": capfirst(str(meta.verbose_name_plural)),
        "record": f"{capfirst(str(meta.verbose_name))} {place.pk}",
        "label": capfirst(place.label),
        "now": choices.get(place.before, place.before),
    }


def field_for(place: Difference, new: str) -> forms.Field:
    """Return the form field for the new value."""
    column = place.model._meta.get_field(place.field)
    given: dict[str, Any] = {
        "label": f"New {capfirst(place.label)}",
        "required": False,
        "initial": new,
    }
    choices = list(getattr(column, "flatchoices", ()))
    if choices:
        known = {value for value, _ in choices}
        others = [(value, value or "–") for value in ("", place.before) if value not in known]
        return forms.ChoiceField(choices=[*dict(others).items(), *choices], **given)
    if isinstance(column, models.TextField):
        return PlainTextField(widget=forms.Textarea({"rows": 3}), **given)
    return PlainTextField(**given)
