"""Correction (P30): the fields that can be corrected, a preview, and applying it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst

from contactatonce.lib.email_addresses import parse
from privacy.erasure.destruction import overwrite_admin_log
from privacy.erasure.identifiers import Identifiers, fold
from privacy.erasure.sweep import Hit, in_model
from privacy.guards import guarded_columns
from privacy.registry import Declaration, Kind, Model, Subject, about_somebody, declarations


@dataclass(frozen=True)
class Change:
    """The new value of one field of one record; `was` is the value that was shown."""

    source: str
    pk: str
    field: str
    value: str
    was: str | None = None


@dataclass(frozen=True)
class Difference:
    """A change for staff to approve: before and after."""

    source: str
    pk: str
    field: str
    label: str
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.source, self.pk, self.field

    @property
    def model(self) -> Model:
        return apps.get_model(self.source)

    @property
    def identifies(self) -> Kind | None:
        return declarations[self.model].identifying.get(self.field)

    def is_value(self, text: str) -> bool:
        """Return whether `text` is the current value, however it is written."""
        return fold(self.identifies, self.before) == fold(self.identifies, text)

    def columns(self, value: str) -> dict[str, Any]:
        """Return a new value and the columns derived from it, as save() would write them."""
        derive = declarations[self.model].derived.get(self.field)
        return {self.field: value, **(derive(value) if derive else {})}


class NotCorrectable(ValueError):
    """The field does not belong to the person, or cannot be corrected."""


class Outdated(ValueError):
    """The value has changed since it was shown; nothing was written."""


def correctable(subject: Subject, *, lock: bool = False) -> Iterator[Difference]:
    """Yield every field that `subject` can have corrected, with its current value in `after`.

    With `lock`, the rows stay locked until the caller's transaction ends (PostgreSQL; on SQLite a
    transaction is the only writer anyway).
    """
    for declaration in about_somebody():
        names = columns_of(declaration)
        keys = subject.keys(declaration.model) if names else []
        if keys:
            rows = declaration.model._base_manager.filter(pk__in=keys).order_by("pk")
            for row in (rows.select_for_update() if lock else rows).values("pk", *names):
                for name in names:
                    yield _unchanged(declaration, name, row)


def preview(subject: Subject, changes: Iterable[Change], *, lock: bool = False) -> list[Difference]:
    """Return the differences of `changes`, including other rows of the person with the same old
    value.

    Raise NotCorrectable, Outdated, or ValidationError for an invalid value.
    """
    current = {there.key: there for there in correctable(subject, lock=lock)}
    wanted: dict[tuple[str, str, str], str] = {}
    for change in changes:
        there = current.get((change.source, change.pk, change.field))
        if there is None:
            raise NotCorrectable(f"{change.source} {change.field}")
        if change.was is not None and change.was.split() != there.before.split():
            raise Outdated(f"{change.source} {change.field}")
        value = _clean(there, change.value)
        for twin in _twins(there, current.values()):
            wanted.setdefault(twin.key, value)
        wanted[there.key] = value
    return [
        replace(current[key], after=value)
        for key, value in wanted.items()
        if current[key].before != value
    ]


def apply(subject: Subject, changes: Iterable[Change]) -> list[Hit]:
    """Store `changes`, remove the old values from the admin log; return where one remains.

    The result lists free text, such as a note of staff, that contains the old value. Raise as
    preview() does, and ValidationError if another record has the new value and may not share it.
    """
    with transaction.atomic():
        differences = preview(subject, changes, lock=True)
        rows: dict[Model, list[Any]] = {}
        for difference in differences:
            _store(difference)
            key = difference.model._meta.pk.to_python(difference.pk)
            rows.setdefault(difference.model, []).append(key)
        overwrite_admin_log(rows)
    return leftovers(subject, differences)


def leftovers(subject: Subject, differences: Iterable[Difference]) -> list[Hit]:
    """Return where an identifying old value remains in the person's rows."""
    old = Identifiers()
    new = Identifiers()
    for difference in differences:
        if difference.identifies:
            old.add(difference.identifies, difference.before)
            new.add(difference.identifies, difference.after)
    old = Identifiers(old.emails - new.emails, old.phones - new.phones, old.names - new.names)
    if not (old.emails or old.phones or old.names):
        return []
    return [
        hit
        for declaration in about_somebody()
        if (keys := subject.keys(declaration.model))
        for hit in in_model(
            declaration.model, old, declaration.model._base_manager.filter(pk__in=keys)
        )
    ]


def columns_of(declaration: Declaration) -> list[str]:
    """Return the columns that a person can have corrected.

    Computed columns and evidence are excluded: a consent stays as it was given.
    """
    kept = guarded_columns(declaration.model._meta.db_table)
    computed = {
        name for base, derive in declaration.derived.items() for name in derive("") if name != base
    }
    found = []
    for name in declaration.personal:
        column = declaration.model._meta.get_field(name)
        is_text = isinstance(column, models.CharField | models.TextField)
        is_hidden = name in computed or name in declaration.withheld or name in kept
        if is_text and column.editable and not is_hidden:
            found.append(name)
    return found


def _store(difference: Difference) -> None:
    rows = difference.model._base_manager.filter(pk=difference.pk)
    try:
        rows.update(**difference.columns(difference.after))
    except IntegrityError as error:
        is_email = difference.identifies is Kind.EMAIL
        what = "e-mail address" if is_email else difference.label
        raise ValidationError(f"Another record has this {what}.") from error


def _twins(place: Difference, everywhere: Iterable[Difference]) -> Iterator[Difference]:
    """Yield the other fields with the same value in a column that identifies in the same way."""
    if place.identifies and place.before:
        for other in everywhere:
            if other.identifies is place.identifies and other.is_value(place.before):
                yield other


def _clean(place: Difference, value: str) -> str:
    """Return the new value as a form would store it; raise ValidationError that names the field."""
    try:
        return _valid(place, value)
    except ValidationError as error:
        texts = [f"{capfirst(place.label)}: {text}" for text in error.messages]
        raise ValidationError(texts) from error


def _valid(place: Difference, value: str) -> str:
    column = place.model._meta.get_field(place.field)
    assert isinstance(column, models.Field)  # noqa: S101  columns_of() yields nothing else
    if not column.blank and not value:
        raise ValidationError("This cannot be empty.")
    if value and place.identifies is Kind.EMAIL:
        try:
            value = parse(value)
        except ValueError as error:
            raise ValidationError("This is not an e-mail address.") from error
    for name, text in place.columns(value).items() if value else ():
        if text == "" and not place.model._meta.get_field(name).blank:  # type: ignore[union-attr]
            raise ValidationError("Write at least one letter or digit.")
    column.run_validators(value)
    if column.choices and value not in dict(column.flatchoices):
        raise ValidationError("Choose one of the answers.")
    return value


def _unchanged(declaration: Declaration, name: str, row: dict[str, Any]) -> Difference:
    model = declaration.model
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    now = "" if row[name] is None else str(row[name])
    return Difference(model._meta.label_lower, str(row["pk"]), name, label, now, now)
