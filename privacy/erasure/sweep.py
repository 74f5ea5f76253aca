"""The proof of an erasure: a search of everything for traces of the person.

It reads each text and JSON column of each installed model, decoded sessions, caches, and the files
of every storage. The admin log, jobs, sessions and caches are cleaned at once. A hit in a record is
explained (by a hold, a declared reason, a member of staff), or the erasure stays open.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import models
from django.db.models import TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import Session
from contactatonce.lib.email_addresses import normalize
from privacy.models import AwaitingRelease
from privacy.registry import Kind, Model, OnErasure, Rows, Subject, declarations
from privacy.relations import created_path, stored_models

from . import caches
from .identifiers import Identifiers, is_account_alone
from .plan import Plan, holds_by_record, plan_person

MOST_UNEXPLAINED = 200  # hits per sweep; the next sweep finds the others
CHUNK = 1024 * 1024
OVERLAP = 1024
Explanations = Mapping[str, Mapping[str, Any]]  # by the hit's key
BETWEEN_DIGITS = "[ ().+/-]*"


@dataclass(frozen=True)
class Hit:
    """One place that names the person; `explanation` is why it may stay, or ""."""

    source: str
    pk: str
    column: str
    kinds: frozenset[Kind]
    explanation: str = ""

    @property
    def key(self) -> str:
        return f"{self.source}:{self.pk}:{self.column}"

    @property
    def finding(self) -> dict[str, Any]:
        """Return the hit as stored and shown: its place and kind of identifier, not the value."""
        kinds = sorted(kind.value for kind in self.kinds)
        return {"key": self.key, "kinds": kinds, "explanation": self.explanation}


def sweep(
    subject: Subject,
    identifiers: Identifiers,
    *,
    erased_at: datetime | None = None,
    explanations: Explanations | None = None,
    mend: bool = False,
) -> list[Hit]:
    """Return every place that names the person, including explained ones.

    `erased_at` explains records that came in later; `explanations` are those by staff, by the hit's
    key. With `mend`, logs, jobs, sessions and caches are cleaned instead of reported.
    """
    found = (hit for hit in _everywhere(identifiers) if not (mend and _mend(hit)))
    hits: list[Hit] = []
    unexplained = 0
    others = [Subject(email) for email in identifiers.emails] if is_account_alone(subject) else ()
    for hit in explained(found, subject, erased_at, explanations, others):
        hits.append(hit)
        unexplained += not hit.explanation
        if unexplained >= MOST_UNEXPLAINED:
            break
    return hits


def _everywhere(identifiers: Identifiers) -> Iterator[Hit]:
    for model in stored_models():
        yield from in_model(model, identifiers)
    yield from _in_sessions(identifiers)
    for entry in caches.named(identifiers):
        yield Hit("cache", entry.key, "value", frozenset({Kind.EMAIL}))
    for name, storage in file_storages():
        prefix = "" if name == "default" else f"{name}:"
        for hit in in_storage(storage, identifiers):
            yield replace(hit, pk=f"{prefix}{hit.pk}")


def explained(
    hits: Iterable[Hit],
    subject: Subject,
    erased_at: datetime | None = None,
    explanations: Explanations | None = None,
    others: Sequence[Subject] = (),
) -> Iterator[Hit]:
    """Yield `hits`, each with the reason why it may stay, if there is one.

    `others` find the rows about the person that an erasure of their account alone leaves.
    """
    explain = _Explainer(subject, erased_at, explanations or {}, others)
    for hit in hits:
        yield replace(hit, explanation=explain(hit))


def in_model(model: Model, identifiers: Identifiers, rows: Rows | None = None) -> Iterator[Hit]:
    """Yield the columns of `rows`, or of all of `model`, that name the person, in one scan."""
    columns = text_columns(model)
    if not columns:
        return
    rows = model._base_manager.order_by() if rows is None else rows
    condition = models.Q()
    for name in columns:
        rows = rows.alias(**{f"_{name}": Cast(name, TextField())})
        condition |= models.Q(**{f"_{name}__iregex": pattern(identifiers)})
    suspects = rows.filter(condition).values("pk", *columns)
    for row in suspects.iterator(chunk_size=500):
        for name in columns:
            kinds = identifiers.in_text(_text(row[name]))
            if kinds:
                yield Hit(model._meta.label_lower, str(row["pk"]), name, frozenset(kinds))


def text_columns(model: Model) -> list[str]:
    """Return the columns that can hold text; columns computed by the database are copies."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return [column.name for column in model._meta.concrete_fields if isinstance(column, kinds)]


def pattern(identifiers: Identifiers) -> str:
    """Return a regular expression, for PostgreSQL and Python, that every hit matches."""
    texts = [r"\s+".join(map(re.escape, text.split())) for text in identifiers.needles]
    return "|".join([*texts, *(BETWEEN_DIGITS.join(phone) for phone in sorted(identifiers.phones))])


def file_storages() -> Iterator[tuple[str, Storage]]:
    """Yield each storage that can hold a person's file, without nested ones.

    Static files are our own, and files in `exports` are encrypted under random names.
    """
    seen: list[Path] = []
    for name in sorted(set(settings.STORAGES) - {"staticfiles", "exports"}):
        storage = storages[name]
        if isinstance(storage, FileSystemStorage):
            here = Path(storage.location)
            if any(here.is_relative_to(other) for other in seen):
                continue
            seen.append(here)
        yield name, storage


def in_storage(storage: Storage, identifiers: Identifiers, folder: str = "") -> Iterator[Hit]:
    """Yield the files that name the person in their name or content."""
    try:
        folders, names = storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in folders:
        yield from in_storage(storage, identifiers, f"{folder}{name}/")
    for name in names:
        path = f"{folder}{name}"
        kinds = identifiers.in_text(path) | _in_file(storage, path, identifiers)
        if kinds:
            yield Hit("file", path, "content", frozenset(kinds))


def _in_file(storage: Storage, path: str, identifiers: Identifiers) -> set[Kind]:
    kinds: set[Kind] = set()
    before = b""
    with storage.open(path) as file:
        while chunk := file.read(CHUNK):
            kinds |= identifiers.in_text((before + chunk).decode("utf-8", "ignore"))
            before = chunk[-OVERLAP:]
    return kinds


def _in_sessions(identifiers: Identifiers) -> Iterator[Hit]:
    for session in Session.objects.order_by().iterator(chunk_size=500):
        kinds = identifiers.in_text(
            json.dumps(session.get_decoded(), default=str, ensure_ascii=False)
        )
        if kinds:
            yield Hit(Session._meta.label_lower, session.pk, "session_data", frozenset(kinds))


def _mend(hit: Hit) -> bool:
    """Clean internal data; return whether the hit is gone."""
    if hit.source == "admin.logentry":
        LogEntry.objects.filter(pk=hit.pk).update(object_repr="Erased", change_message="")
    elif hit.source == DBTaskResult._meta.label_lower:
        DBTaskResult.objects.filter(pk=hit.pk).delete()
    elif hit.source == Session._meta.label_lower:
        Session.objects.filter(pk=hit.pk).delete()
    else:
        return False
    return True


class _Explainer:
    """Explain why a place may name the person after the erasure."""

    def __init__(
        self,
        subject: Subject,
        erased_at: datetime | None,
        explanations: Explanations,
        others: Sequence[Subject] = (),
    ) -> None:
        self.erased_at = erased_at
        self.explanations = explanations
        self.plan: Plan = plan_person(subject)
        self.holds = holds_by_record()
        self.subject = subject
        self.others = others

    def __call__(self, hit: Hit) -> str:
        if hit.key in self.explanations:
            return str(self.explanations[hit.key]["reason"])
        try:
            model = apps.get_model(hit.source)
        except (LookupError, ValueError):
            return ""  # a file or a cache entry
        reasons = (self._kept, self._is_later, self._own_rule, self._namesake)
        return next(filter(None, (reason(model, hit) for reason in reasons)), "")

    def _kept(self, model: Model, hit: Hit) -> str:
        for key, fate in self.plan.rows.get(model, {}).items():
            if str(key) == hit.pk and fate.on_erasure is not OnErasure.DELETE:
                return f"{fate.because} Kept {fate.until}.".strip()
        hold = self.holds.get(model, {}).get(hit.pk)
        if hold:
            return f"{hold.reason} Kept {hold.until}."
        waits = AwaitingRelease.objects.filter(
            object_pk=hit.pk,
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
        )
        return "It waits for the release of a legal hold." if waits.exists() else ""

    def _is_later(self, model: Model, hit: Hit) -> str:
        """Explain data that the person gave us again after the erasure: a new choice."""
        path = created_path(model)
        if self.erased_at is None or not path or model not in declarations:
            return ""
        rows = model._base_manager.filter(pk=hit.pk, **{f"{path}__gt": self.erased_at})
        return "It came in after the erasure." if rows.exists() else ""

    def _namesake(self, model: Model, hit: Hit) -> str:
        """Explain a name or phone number that someone else has too; an e-mail address never is."""
        declaration = declarations.get(model)
        if declaration is None or Kind.EMAIL in hit.kinds:
            return ""
        emails = [name for name, kind in declaration.identifying.items() if kind is Kind.EMAIL]
        if not emails or declaration.identifying.get(hit.column) not in hit.kinds:
            return ""
        row = model._base_manager.filter(pk=hit.pk).values(*emails).first() or {}
        theirs = {normalize(str(value)) for value in row.values() if value}
        if theirs and self.subject.email not in theirs:
            return "Another person, with another address, gave the same."
        return ""

    def _own_rule(self, model: Model, hit: Hit) -> str:
        """Explain a row about the person that was not erased with their account."""
        rule = declarations[model].retention if model in declarations else None
        if rule and any(hit.pk in map(str, other.keys(model)) for other in self.others):
            return f"Only the account was erased; this is kept {rule.basis}."
        return ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
