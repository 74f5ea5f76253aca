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
CHANGED = "It is “{now}” now. Check yours, and send again."
REMOVED = "A field is no longer stored. Check the rest, and send again."
TYPED = "You typed “{text}” there."


class CorrectionForm(forms.Form):
    """The person's proposals first, filled in; the rest is folded by kind of record.

    The values shown when the page was opened are sent back, so that no one approves a change to a
    value that has changed since. Inputs are named by record and field, so that a value stays with
    its field when records are added or removed in the meantime.
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
        for place in self.places:
            self.fields[name_of("new", place)] = field_for(place, self.offered(place))
            self.fields[name_of("was", place)] = forms.CharField(
                required=False, initial=place.before, widget=forms.HiddenInput, strip=False
            )

    def offered(self, place: Difference) -> str:
        """Return the new value that the person proposes, or the current one."""
        return self.suggested.get(place.key, place.before)

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
            {**words_for(place), **{what: self[name_of(what, place)] for what in ("new", "was")}}
            for place in self.places
            if (place.key in self.suggested) is is_proposed
        ]

    def clean(self) -> dict[str, Any]:
        """Return the fields with a new value."""
        changes = []
        self.data = data = {name: self.data[name] for name in self.data}
        for place in self.places:
            was = self.cleaned_data.get(name_of("was", place), "")
            new = self.cleaned_data.get(name_of("new", place), "").replace("\r\n", "\n")
            if was.split() != place.before.split():
                self.refresh(place, data)
            elif new.split() != place.before.split():
                changes.append(Change(*place.key, new, was))
        removed = [name for name in data if name.startswith("was-") and name not in self.fields]
        if removed:
            typed = [(data[name], data.get(name.replace("was", "new", 1), "")) for name in removed]
            lost = [TYPED.format(text=new) for was, new in typed if new.split() != was.split()]
            self.add_error(None, " ".join([REMOVED, *lost]))
        if not self.errors and not changes:
            raise forms.ValidationError("Nothing would change.")
        return {"changes": changes}

    def refresh(self, place: Difference, data: Row) -> None:
        """Show the current value beside the one that was typed, so that it can be sent again."""
        new, was = name_of("new", place), name_of("was", place)
        if data.get(new, "").split() == data.get(was, "").split():  # nothing was typed
            data[new] = self.offered(place)
        data[was] = place.before
        self.add_error(new, CHANGED.format(now=words_for(place)["now"] or "–"))


def name_of(what: str, place: Difference) -> str:
    return "-".join((what, *place.key))


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
