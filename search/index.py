"""The search index: one entry for each registered row, drafts included.

A service that saves a row calls `put` in the same transaction, so that nothing waits for a worker
and a rolled-back row leaves no words. Each search asks whether a row may be seen; the index does
not know. A nightly task repairs entries of rows that were changed without their service.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from .models import Entry
from .registry import Searchable, registered
from .words import indexed

LONGEST_TEXT = 200_000
ROWS_AT_ONCE = 200
CONTENT = ("path", "title", "text", "title_words", "text_words")


def put(row: Model) -> None:
    """Index the current words of `row`; call it in the transaction that saves the row."""
    entry = registered[row._meta.label_lower]
    Entry.objects.update_or_create(
        model=entry.label, object_id=row.pk, defaults=content_of(entry, row)
    )


def remove(row: Model) -> None:
    """Let `row` not be found any more; call it in the transaction that deletes the row."""
    Entry.objects.filter(model=row._meta.label_lower, object_id=row.pk).delete()


def content_of(entry: Searchable, row: Any) -> dict[str, str]:
    """Return what the index keeps of `row`."""
    title, text = (clean(words) for words in entry.words(row))
    title, text = title[:300], text[:LONGEST_TEXT]
    return {
        "path": entry.url(row)[:500],
        "title": title,
        "text": text,
        "title_words": indexed(title),
        "text_words": indexed(text),
    }


def clean(text: str) -> str:
    """Return `text` on one line, without NUL, which PostgreSQL refuses."""
    return " ".join(text.replace("\0", " ").split())


def rebuild() -> int:
    """Bring every entry up to what its row says now; return how many were wrong, missing or stale.

    Rows are read in batches, each in a transaction of its own, so that other writers wait briefly.
    """
    changed = sum(repair(entry) for entry in registered.values())
    orphans, _ = Entry.objects.exclude(model__in=registered).delete()
    compact()
    return changed + orphans


def repair(entry: Searchable) -> int:
    """Put the entries of one model right; return how many were not."""
    rows = entry.model._base_manager
    stale = Entry.objects.filter(model=entry.label).exclude(object_id__in=rows.values("pk"))
    changed, _ = stale.delete()
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:ROWS_AT_ONCE]):
        changed += repair_batch(entry, batch)
        last = batch[-1].pk
    return changed


@transaction.atomic
def repair_batch(entry: Searchable, rows: list[Any]) -> int:
    """Write what differs for these rows; return how many did."""
    keys = [row.pk for row in rows]
    known = {
        found["object_id"]: found
        for found in Entry.objects.filter(model=entry.label, object_id__in=keys)
        .values("object_id", *CONTENT)
        .order_by()
    }
    wrong = [
        Entry(model=entry.label, object_id=row.pk, **content)
        for row in rows
        if (content := content_of(entry, row)) | {"object_id": row.pk} != known.get(row.pk)
    ]
    Entry.objects.bulk_create(
        wrong,
        update_conflicts=True,
        unique_fields=["model", "object_id"],
        update_fields=list(CONTENT),
    )
    return len(wrong)


def compact() -> None:
    """Rebuild SQLite's word index from the entries, so that deleted words leave its pages."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")
