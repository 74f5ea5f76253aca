"""A form with every field of a person that can be corrected: current and new value."""

from collections.abc import Iterable, Mapping
from copy import copy
from functools import cached_property
from itertools import groupby
from typing import Any, Self

from django import forms
from django.db import models
from django.utils.text import capfirst

from contactatonce.lib.admin import DraftForm
from contactatonce.lib.text import PlainTextField
from privacy.rights.correction import Change, Difference

Row = dict[str, Any]
CHANGED = "It is “{now}” now. Check yours, and send again."
REMOVED = "A field is no longer stored. Check the rest, and send again."
TYPED = "You typed “{text}” there."


class CorrectionForm(DraftForm):
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
        super().__init__(data, **kwargs)
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

    @cached_property
    def changed_data(self) -> list[str]:
        return [name_of("new", place) for place in self.places if self.is_typed_in(place)]

    @property
    def is_typed(self) -> bool:
        return super().is_typed or bool(self.lost)

    def is_typed_in(self, place: Difference) -> bool:
        """Tell whether the new value is another than the page showed."""
        shown = [self.offered(place)]
        if self.is_outdated(place):
            shown.append(self.text("was", place))
        return self.text("new", place).split() not in [each.split() for each in shown]

    def is_outdated(self, place: Difference) -> bool:
        return self.text("was", place).split() != place.before.split()

    def text(self, what: str, place: Difference) -> str:
        return self[name_of(what, place)].value() or ""

    @property
    def removed(self) -> list[str]:
        """The inputs of fields that are no longer stored."""
        known = {self.add_prefix(name) for name in self.fields}
        start = self.add_prefix("was-")
        return [name for name in self.data if name.startswith(start) and name not in known]

    @property
    def lost(self) -> list[str]:
        """What was typed for fields that are no longer stored."""
        sent = [(self.data.get(was.replace("was", "new", 1), ""), was) for was in self.removed]
        return [new for new, was in sent if new.split() != self.data[was].split()]

    def clean(self) -> dict[str, Any]:
        """Return the fields with a new value."""
        outdated = self.refresh()
        self.complain(outdated, is_removed=bool(self.removed))
        changes = []
        for place in self.places:
            was = self.cleaned_data.get(name_of("was", place), "")
            new = self.cleaned_data.get(name_of("new", place), "").replace("\r\n", "\n")
            if place not in outdated and new.split() != place.before.split():
                changes.append(Change(*place.key, new, was))
        if not self.errors and not changes:
            raise forms.ValidationError("Nothing would change.")
        return {"changes": changes}

    def as_draft(self) -> Self:
        """Show the stored value, and say where another one was typed."""
        super().as_draft()
        outdated = self.refresh()
        self.complain(filter(self.is_typed_in, outdated), is_removed=bool(self.lost))
        return self

    def refresh(self) -> list[Difference]:
        """Take over values that changed since, except where one was typed; return their fields."""
        outdated = [place for place in self.places if self.is_outdated(place)]
        data: Any = copy(self.data)
        self.data = data
        for place in outdated:
            if not self.is_typed_in(place):
                data[self.add_prefix(name_of("new", place))] = self.offered(place)
            data[self.add_prefix(name_of("was", place))] = place.before
        return outdated

    def complain(self, outdated: Iterable[Difference], *, is_removed: bool) -> None:
        for place in outdated:
            now = words_for(place)["now"] or "–"
            self.add_error(name_of("new", place), CHANGED.format(now=now))
        if is_removed:
            lost = [TYPED.format(text=text) for text in self.lost]
            self.add_error(None, " ".join([REMOVED, *lost]))


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
