"""Access (P30): collect everything stored about a person, from the declarations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from contactatonce.accounts.models import User
from privacy.erasure.plan import holds_by_record
from privacy.models import Disclosure, Recipient
from privacy.policy.documents import number_in_force
from privacy.registry import Declaration, Model, OnErasure, Subject, about_somebody

from .serialize import Masking, value_of

SCHEMA = "access-export-1.json"
SCHEMA_VERSION = 1
MOST_RECORDS = 20_000  # rows per source; the export says so when there are more
RIGHTS = (
    "To have what is wrong corrected or completed.",
    "To have your data deleted, or removed from a public area, a directory or a testimonial.",
    "To opt out of mail, and to have the use of your data restricted.",
    "To complain to us, and if our answer does not satisfy you, to the program in the policy.",
)
Content = dict[str, Any]


@dataclass(frozen=True)
class AttachedFile:
    """A file in the export: its path in the archive, and its source."""

    path: str
    file: models.fields.files.FieldFile


@dataclass(frozen=True)
class Collected:
    """Everything stored about a person: the content of data.json, and files."""

    content: Content
    files: list[AttachedFile]

    @property
    def records(self) -> int:
        return sum(source["count"] for source in self.content["sources"])


def collect(subject: Subject, *, now: datetime | None = None) -> Collected:
    """Return everything stored about `subject`, each source with its count, including 0."""
    subject = Subject(subject.email, subject.user_id)
    masking = Masking(subject)
    files: list[AttachedFile] = []
    content: Content = {
        "schema": SCHEMA,
        "version": SCHEMA_VERSION,
        "made_at": (now or timezone.now()).isoformat(timespec="seconds"),
        "about": subject.email,
        "policy_version": str(number_in_force("privacy") or ""),
        "rights": list(RIGHTS),
        "recipients": recipients(),
        "disclosures": disclosures(subject),
        "sources": [_source(each, subject, masking, files) for each in about_somebody()],
    }
    return Collected(content, files)


def recipients() -> list[Content]:
    """Return the companies with an active contract for personal data, and its purpose."""
    return [
        {
            "name": recipient.name,
            "does": recipient.get_kind_display(),
            "purpose": recipient.purpose,
            "categories": recipient.category_labels,
            "country": str(recipient.country),
        }
        for recipient in Recipient.objects.filter(kind__in=Recipient.PROVIDERS).current()
    ]


def disclosures(subject: Subject) -> list[Content]:
    """Return who received data of this person, when and on what ground."""
    rows = Disclosure.objects.filter(pk__in=subject.keys(Disclosure)).select_related("recipient")
    return [
        {
            "recipient": row.recipient.name,
            "ground": row.get_ground_display(),
            "categories": row.category_labels,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]


def _source(
    declaration: Declaration, subject: Subject, masking: Masking, files: list[AttachedFile]
) -> Content:
    model = declaration.model
    keys = subject.keys(model)
    rule = declaration.retention
    return {
        "id": model._meta.label_lower,
        "title": capfirst(str(model._meta.verbose_name_plural)),
        "what": _sentence(model),
        "purpose": declaration.purpose,
        "source": declaration.source,
        "recipients": list(declaration.recipients),
        "retention": {"id": rule.id, "basis": rule.basis} if rule else None,
        "erasure": _on_erasure(declaration),
        "withheld": [
            {"field": _label(declaration, name), "because": because}
            for name, because in declaration.withheld.items()
        ],
        "count": len(keys),
        "complete": len(keys) <= MOST_RECORDS,
        "records": _records(declaration, keys[:MOST_RECORDS], masking, files) if keys else [],
    }


def _records(
    declaration: Declaration, keys: list[Any], masking: Masking, files: list[AttachedFile]
) -> list[Content]:
    model = declaration.model
    columns = told_columns(declaration)
    joined = [
        column.name
        for column in columns
        if isinstance(column, models.ForeignKey) and not _is_account(column)
    ]
    held = holds_by_record().get(model, {})
    rows = model._base_manager.filter(pk__in=keys).order_by("pk")
    return [
        {
            "id": str(row.pk),
            "kept_because": held[str(row.pk)].told if str(row.pk) in held else "",
            "fields": _fields(row, declaration, columns, masking, files),
        }
        for row in (rows.select_related(*joined) if joined else rows)
    ]


def told_columns(declaration: Declaration) -> list[models.Field[Any, Any]]:
    """Return the columns that an export shows: all but withheld ones and bare keys."""
    meta = declaration.model._meta
    columns = [*meta.concrete_fields, *meta.local_many_to_many]
    return [
        column
        for column in columns
        if column.name in declaration.fields and column.name not in declaration.withheld
    ]


def _fields(
    row: models.Model,
    declaration: Declaration,
    columns: Iterable[models.Field[Any, Any]],
    masking: Masking,
    files: list[AttachedFile],
) -> list[Content]:
    told = []
    for column in columns:
        told_by_them = declaration.told_by_the_person(column.name)
        value = value_of(row, column, masking.as_is() if told_by_them else masking)
        if isinstance(column, models.FileField) and value:
            name = f"{row._meta.label_lower}-{row.pk}-{column.name}"
            suffix = str(value).rpartition(".")[2] if "." in str(value) else "bin"
            path = f"files/{name}.{suffix}"
            files.append(AttachedFile(path, getattr(row, column.name)))
            value = path
        category = declaration.personal.get(column.name)
        told.append(
            {
                "name": column.name,
                "label": _label(declaration, column.name),
                "category": category.value if category else "",
                "value": value,
            }
        )
    return told


def _on_erasure(declaration: Declaration) -> str:
    if declaration.on_erasure is OnErasure.KEEP:
        until = f" {declaration.keep_until}" if declaration.keep_until else ""
        return f"Kept{until}. {declaration.keep_because}"
    return f"{str(declaration.on_erasure.value).capitalize()}."


def _label(declaration: Declaration, name: str) -> str:
    column = declaration.model._meta.get_field(name)
    return capfirst(str(getattr(column, "verbose_name", name)))


def _sentence(model: Model) -> str:
    """Return the model's docstring sentence; "" for Django's generated one."""
    told = (model.__doc__ or "").split("\n\n")[0].strip()
    return "" if told.startswith(f"{model.__name__}(") else told


def _is_account(column: models.ForeignKey[Any, Any]) -> bool:
    return issubclass(column.related_model, User)
