"""Correction (P30): the fields that can be corrected, a preview, and applying it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from contactatonce.lib.email_addresses import parse
from privacy.erasure.destruction import forget_copies, overwrite_admin_log
from privacy.erasure.identifiers import Identifiers, fold
from privacy.erasure.sweep import Hit, in_model
from privacy.guards import guarded_columns
from privacy.registry import Declaration, Kind, Model, Subject, about_somebody, declarations

Row = dict[str, Any]


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
                    yield _difference(declaration, row, name, _told(row[name]))


def preview(subject: Subject, changes: Iterable[Change], *, lock: bool = False) -> list[Difference]:
    """Return the differences of `changes`, including other rows of the person with the same old
    value.

    Raise NotCorrectable, Outdated, or ValidationError for an invalid value.
    """
    there_now = correctable(subject, lock=lock)
    current = {(there.source, there.pk, there.field): there for there in there_now}
    wanted: dict[tuple[str, str, str], str] = {}
    for change in changes:
        place = (change.source, change.pk, change.field)
        if place not in current:
            raise NotCorrectable(f"{change.source} {change.field}")
        if change.was is not None and change.was.split() != current[place].before.split():
            raise Outdated(f"{change.source} {change.field}")
        value = _clean(_model(change.source), change)
        for twin in _twins(current[place], current.values()):
            wanted.setdefault((twin.source, twin.pk, twin.field), value)
        wanted[place] = value
    return [
        Difference(**{**vars(current[place]), "after": value})
        for place, value in wanted.items()
        if current[place].before != value
    ]


def apply(subject: Subject, changes: Iterable[Change]) -> list[Hit]:
    """Store `changes`, remove the old values from history and log; return where one remains.

    The result lists free text, such as a note of staff, that contains the old value. Raise as
    preview() does, and ValidationError if another record has the new value and may not share it.
    """
    with transaction.atomic():
        differences = preview(subject, changes, lock=True)
        rows: dict[Model, list[Any]] = {}
        for difference in differences:
            model = _model(difference.source)
            _store(model, difference)
            rows.setdefault(model, []).append(model._meta.pk.to_python(difference.pk))
        overwrite_admin_log(rows)
        forget_copies(rows)
    return leftovers(subject, differences)


def leftovers(subject: Subject, differences: Iterable[Difference]) -> list[Hit]:
    """Return where an identifying old value remains in the person's rows."""
    old = Identifiers()
    new = Identifiers()
    for difference in differences:
        kind = declarations[_model(difference.source)].identifying.get(difference.field)
        if kind:
            old.add(kind, difference.before)
            new.add(kind, difference.after)
    old = Identifiers(old.emails - new.emails, old.phones - new.phones, old.names - new.names)
    if not (old.emails or old.phones or old.names):
        return []
    return [
        hit
        for declaration in about_somebody()
        if (keys := {str(key) for key in subject.keys(declaration.model)})
        for hit in in_model(declaration.model, old, keys=keys)
    ]


def columns_of(declaration: Declaration) -> list[str]:
    """Return the columns that a person can have corrected.

    Computed columns and evidence are excluded: a consent stays as it was given.
    """
    kept = guarded_columns(declaration.model._meta.db_table)
    computed = {
        name for told, derive in declaration.derived.items() for name in derive("") if name != told
    }
    found = []
    for name in declaration.personal:
        column = declaration.model._meta.get_field(name)
        is_text = isinstance(column, models.CharField | models.TextField)
        is_hidden = name in computed or name in declaration.withheld or name in kept
        if is_text and column.editable and not is_hidden:
            found.append(name)
    return found


def _store(model: Model, difference: Difference) -> None:
    columns = _columns_to_write(model, difference.field, difference.after)
    try:
        model._base_manager.filter(pk=difference.pk).update(**columns)
    except IntegrityError as error:
        what = "e-mail address" if _kind(difference) is Kind.EMAIL else difference.label
        raise ValidationError(f"Another record has this {what}.") from error


def _columns_to_write(model: Model, name: str, value: str) -> dict[str, Any]:
    """Return the new value, in the form that save() gives it, and the columns derived from it."""
    derive = declarations[model].derived.get(name)
    return {name: value, **(derive(value) if derive else {})}


def _twins(place: Difference, everywhere: Iterable[Difference]) -> Iterator[Difference]:
    """Yield the other fields with the same value in a column that identifies in the same way."""
    kind = _kind(place)
    for other in everywhere:
        if kind and place.before and _kind(other) is kind and is_value(other, place.before):
            yield other


def is_value(place: Difference, text: str) -> bool:
    """Return whether `text` is the current value, however it is written."""
    kind = _kind(place)
    return fold(kind, place.before) == fold(kind, text)


def _kind(place: Difference) -> Kind | None:
    return declarations[_model(place.source)].identifying.get(place.field)


def _clean(model: Model, change: Change) -> str:
    """Return the new value as a form would store it; raise ValidationError if it is invalid."""
    value = change.value
    column = model._meta.get_field(change.field)
    assert isinstance(column, models.Field)  # noqa: S101  columns_of() yields nothing else
    if not column.blank and not value:
        raise ValidationError({change.field: "This cannot be empty."})
    if value and declarations[model].identifying.get(change.field) is Kind.EMAIL:
        try:
            value = parse(value)
        except ValueError as error:
            raise ValidationError({change.field: "This is not an e-mail address."}) from error
    derived = _columns_to_write(model, change.field, value) if value else {}
    for name, text in derived.items():
        if text == "" and not model._meta.get_field(name).blank:  # type: ignore[union-attr]
            raise ValidationError({change.field: "Write at least one letter or digit."})
    column.run_validators(value)
    if column.choices and value not in dict(column.flatchoices):
        raise ValidationError({change.field: "Choose one of the answers."})
    return value


def _difference(declaration: Declaration, row: Row, name: str, after: str) -> Difference:
    model = declaration.model
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return Difference(model._meta.label_lower, str(row["pk"]), name, label, _told(row[name]), after)


def _told(value: Any) -> str:
    return "" if value is None else str(value)


def _model(source: str) -> Model:
    for model in declarations:
        if model._meta.label_lower == source:
            return model
    raise NotCorrectable(source)
