"""Access (P30): collect everything stored about a person, from the declarations."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from contactatonce.accounts.models import User
from privacy import datamap
from privacy.erasure.plan import holds_by_record
from privacy.hooks import before_reading
from privacy.models import Disclosure, Recipient
from privacy.policy.documents import number_in_force
from privacy.registry import Declaration, Subject, about_somebody

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
class Collected:
    """Everything stored about a person: the content of data.json, and files by their path in it."""

    content: Content
    files: dict[str, FieldFile]

    @property
    def records(self) -> int:
        return sum(source["count"] for source in self.content["sources"])


def collect(subject: Subject, *, now: datetime | None = None) -> Collected:
    """Return everything stored about `subject`, each source with its count, including 0."""
    for store in before_reading:
        store()
    subject = Subject(subject.email, subject.user_id)
    collector = _Collector(subject)
    content: Content = {
        "schema": SCHEMA,
        "version": SCHEMA_VERSION,
        "made_at": (now or timezone.now()).isoformat(timespec="seconds"),
        "about": subject.email,
        "policy_version": str(number_in_force("privacy") or ""),
        "rights": list(RIGHTS),
        "recipients": recipients(),
        "disclosures": disclosures(subject),
        "sources": [collector.source(declaration) for declaration in about_somebody()],
    }
    return Collected(content, collector.files)


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


class _Collector:
    """Collect the sources of one export, and the files that their fields name."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.masking = Masking(subject)
        self.files: dict[str, FieldFile] = {}

    def source(self, declaration: Declaration) -> Content:
        model = declaration.model
        keys = self.subject.keys(model)
        rule = declaration.retention
        return {
            "id": model._meta.label_lower,
            "title": declaration.title,
            "what": datamap.sentence(model),
            "purpose": declaration.purpose,
            "source": declaration.source,
            "retention": {"id": rule.id, "basis": rule.basis} if rule else None,
            "erasure": datamap.on_erasure(declaration),
            "withheld": [
                {"field": datamap.field_label(model, name), "because": because}
                for name, because in declaration.withheld.items()
            ],
            "count": len(keys),
            "complete": len(keys) <= MOST_RECORDS,
            "records": self.records(declaration, keys[:MOST_RECORDS]) if keys else [],
        }

    def records(self, declaration: Declaration, keys: list[Any]) -> list[Content]:
        meta = declaration.model._meta
        columns = [
            column
            for column in (*meta.concrete_fields, *meta.local_many_to_many)
            if column.name in declaration.fields and column.name not in declaration.withheld
        ]
        joined = [
            column.name
            for column in columns
            if isinstance(column, models.ForeignKey) and not issubclass(column.related_model, User)
        ]
        held = holds_by_record().get(declaration.model, {})
        rows = declaration.model._base_manager.filter(pk__in=keys).order_by("pk")
        return [
            {
                "id": str(row.pk),
                "kept_because": held[str(row.pk)].reason if str(row.pk) in held else "",
                "fields": [self.field(declaration, row, column) for column in columns],
            }
            for row in (rows.select_related(*joined) if joined else rows)
        ]

    def field(self, declaration: Declaration, row: models.Model, column: Any) -> Content:
        category = declaration.personal.get(column.name)
        own = declaration.told.get(column.name, str)
        tell = own if declaration.told_by_the_person(column.name) else self.masking.text
        value = value_of(row, column, self.masking, tell)
        if isinstance(column, models.FileField) and value:
            suffix = PurePosixPath(value).suffix or ".bin"
            path = f"files/{row._meta.label_lower}-{row.pk}-{column.name}{suffix}"
            self.files[path] = getattr(row, column.name)
            value = path
        return {
            "name": column.name,
            "label": datamap.field_label(declaration.model, column.name),
            "category": category.value if category else "",
            "value": value,
        }
