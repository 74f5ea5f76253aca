"""Import people and companies: plan without writing, apply what was shown, revert in 30 days.

An import never changes a consent or an opt-out, and never replaces a value by an empty one.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import IntegrityError, transaction

from contactatonce.accounts.models import User
from contactatonce.lib.email_addresses import EmailAddressField, normalize
from contactatonce.lib.text import PlainTextField
from leads import phones
from leads.models import Company, ImportedRow, Person
from leads.models.answers import office_regions
from leads.models.people import fold_name

from .people import record_edit
from .work import slices

LABELS = {"name": "Name", "email": "E-mail", "phone": "Phone", "company": "Company"}


class RowForm(forms.Form):
    """One row of the file, as the columns take it."""

    name = PlainTextField(max_length=200, required=False)
    email = EmailAddressField(required=False)
    phone = PlainTextField(max_length=120, required=False)
    company = PlainTextField(max_length=200, required=False)


@dataclass
class Change:
    """The effect of one row of the file on a person; a new person has no `person` yet."""

    line: int
    person: Person | None
    values: dict[str, str]
    before: dict[str, str]

    @property
    def title(self) -> str:
        return self.person.label if self.person else next(iter(self.values.values()))

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """Label, earlier and new value of each field."""
        return [
            (LABELS[name], self.before.get(name, ""), value) for name, value in self.values.items()
        ]


@dataclass
class Plan:
    """The changes that an import makes, and the rows that it cannot read."""

    changes: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def created(self) -> int:
        return sum(not change.person for change in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.created

    @property
    def digest(self) -> str:
        told = [
            [change.person and change.person.pk, change.values, change.before]
            for change in self.changes
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def plan(rows: list[dict[str, str]]) -> Plan:
    """Return what importing `rows` would do; a fixed number of queries for each 500 rows."""
    found, seen = Plan(), dict[str, int]()
    for start in range(0, len(rows), 500):
        forms_ = [RowForm(row) for row in rows[start : start + 500]]
        known = Known([each.cleaned_data for each in forms_ if each.is_valid()])
        for line, form in enumerate(forms_, start + 2):
            add_row(found, seen, known, line, form)
    return found


class Known:
    """The people that some rows may be, by e-mail address and by phone number."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        people = Person.objects.select_related("company").order_by("-pk")
        keys = [normalize(row["email"]) for row in rows if row["email"]]
        numbers = [phone_key(row["phone"]) for row in rows if row["phone"] and not row["email"]]
        self.by_email = {each.email_key: each for each in people.filter(email_key__in=keys)}
        by_phone = people.filter(phone_e164__in=list(filter(None, numbers)))
        self.by_phone = {each.phone_e164: each for each in by_phone}

    def find(self, row: dict[str, str]) -> Person | None:
        """Return the person of a row: by e-mail address, by phone only where none is given."""
        if row["email"]:
            return self.by_email.get(normalize(row["email"]))
        return self.by_phone.get(phone_key(row["phone"])) if row["phone"] else None


def add_row(found: Plan, seen: dict[str, int], known: Known, line: int, form: RowForm) -> None:
    if not form.is_valid():
        what = "; ".join(f"{LABELS[name]}: {errors[0]}" for name, errors in form.errors.items())
        found.problems.append(f"Line {line}: {what}")
        return
    row = {name: value for name, value in form.cleaned_data.items() if value}
    key = normalize(row.get("email", "")) or phone_key(row.get("phone", ""))
    if not key:
        if row:
            found.problems.append(f"Line {line}: no e-mail address or phone number.")
        return
    if key in seen:
        found.problems.append(f"Line {line}: the same person as in line {seen[key]}.")
        return
    seen[key] = line
    person = known.find(form.cleaned_data)
    before = told(person) if person else {}
    values = {name: value for name, value in row.items() if not is_same(name, before, value)}
    if values:
        changed = {name: before[name] for name in values if name in before}
        found.changes.append(Change(line, person, values, changed))
    else:
        found.unchanged += 1


def told(person: Person) -> dict[str, str]:
    """Return what a person's row says, in the columns of a file."""
    company = person.company.name if person.company else ""
    return {"name": person.name, "email": person.email, "phone": person.phone, "company": company}


def is_same(name: str, before: dict[str, str], value: str) -> bool:
    fold = {"company": fold_name, "email": normalize}.get(name, str)
    return fold(before.get(name, "")) == fold(value)


def phone_key(phone: str) -> str:
    return phones.to_e164(phone, office_regions()) if phone else ""


class Outdated(Exception):
    """The people are not as they were when the difference was shown."""


def run(rows: list[dict[str, str]], *, digest: str, actor: User) -> Plan:
    """Import `rows` if that still makes the difference with `digest`; raise Outdated if not."""
    try:
        with transaction.atomic():
            found = plan(rows)
            if found.digest != digest:
                raise Outdated
            apply(found.changes, actor=actor)
    except IntegrityError as error:  # an inquiry stored the same person at this moment
        raise Outdated from error
    return found


def apply(changes: Iterable[Change], *, actor: User) -> uuid.UUID:
    """Store the changes of a plan; return the key of the import. The caller has a transaction."""
    batch = uuid.uuid4()
    for change in changes:
        columns = columns_of(change.values, batch, actor)
        person = change.person or Person()
        before = {name: getattr(person, name) for name in columns} if change.person else None
        store(person, columns)
        ImportedRow.objects.create(
            batch=batch, person=person, before=before, after=columns, by=actor
        )
        if change.person:
            labels = [f"{LABELS[name].lower()} (import)" for name in change.values]
            record_edit(row=person, labels=labels, actor=actor)
    return batch


def columns_of(values: dict[str, str], batch: uuid.UUID, actor: User) -> dict[str, Any]:
    """Return the columns of a person; a company of a new name is created."""
    columns: dict[str, Any] = {name: value for name, value in values.items() if name != "company"}
    if "phone" in values:
        columns["phone_e164"] = phone_key(values["phone"])
    if key := fold_name(values.get("company", "")):
        company, is_new = Company.objects.get_or_create(
            name_key=key, defaults={"name": values["company"]}
        )
        columns["company_id"] = company.pk
        if is_new:
            ImportedRow.objects.create(batch=batch, company=company, by=actor)
    return columns


def store(person: Person, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(person, name, value)
    person.save()


@transaction.atomic
def revert(*, batch: uuid.UUID, actor: User) -> tuple[int, int]:
    """Undo an import; return how many rows were reverted and how many stay as they are.

    What was changed since stays, as does a new person or company that is in use by now.
    """
    done = kept = 0
    keys = list(ImportedRow.objects.recent().filter(batch=batch).values_list("pk", flat=True))
    for part in slices(keys):
        rows = ImportedRow.objects.select_related("person", "company").filter(pk__in=part)
        for row in sorted(rows, key=lambda row: row.person is None):  # companies last
            is_done = restore(row, actor) if row.before is not None else remove(row)
            done, kept = done + is_done, kept + (not is_done)
    ImportedRow.objects.filter(pk__in=keys).delete()
    return done, kept


def restore(row: ImportedRow, actor: User) -> bool:
    """Give a changed person the earlier values that nobody replaced since."""
    person: Any = row.person
    before = row.before or {}
    mine = [name for name, value in row.after.items() if getattr(person, name) == value]
    if mine:
        store(person, {name: before[name] for name in mine})
        record_edit(row=person, labels=["import reverted"], actor=actor)
    return bool(mine)


def remove(row: ImportedRow) -> bool:
    """Delete a person or company that the import created, unless it is in use or was changed."""
    if row.person is not None:
        is_changed = any(getattr(row.person, name) != value for name, value in row.after.items())
        if is_changed or row.person.leads.exists():
            return False
        row.person.delete()
    elif row.company is not None:
        if row.company.people.exists() or row.company.leads.exists():
            return False
        row.company.delete()
    return True
