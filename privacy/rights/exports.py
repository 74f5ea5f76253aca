"""The archive for an access request: collect, encrypt, hand over, delete."""

import hmac
import io
import json
import re
import secrets
import zipfile
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst

from privacy import fingerprints
from privacy.models import AccessExport
from privacy.models.exports import MOST_DOWNLOADS, MOST_WRONG_TRIES, export_storage
from privacy.registry import Subject
from privacy.sealing import seal, secrets_for, unseal

from .access import SCHEMA, Collected, Content, collect

OPEN_FOR = timedelta(hours=72)
UNRELEASED_FOR = timedelta(days=30)
ORPHAN_AFTER = timedelta(hours=1)
CODE_DIGITS = 8
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00")


class NotAvailable(Exception):
    """The copy is not released, expired, used up or locked; callers do not say which."""


class WrongCode(Exception):
    """The code is wrong; three wrong attempts lock the copy."""


def prepare(subject: Subject) -> AccessExport:
    """Collect everything about `subject` and store it encrypted; it cannot be downloaded yet."""
    collected = collect(subject)
    export = AccessExport(
        records=collected.records,
        expires_at=timezone.now() + UNRELEASED_FOR,
        **fingerprints.columns_about(subject.email),
    )
    export.file.save("export", ContentFile(seal(archive(collected))), save=False)
    export.save(force_insert=True)
    return export


def archive(collected: Collected) -> bytes:
    """Return the ZIP: index.html, data.json with its schema, and files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("index.html", page(collected.content))
        bundle.writestr("style.css", _static("privacy/export.css"))
        content = json.dumps(collected.content, ensure_ascii=False, indent=1)
        bundle.writestr("data.json", content)
        bundle.writestr(SCHEMA, _static(f"schemas/{SCHEMA}"))
        for path, stored in collected.files.items():
            with stored.open("rb") as file, bundle.open(path, "w") as target:
                for chunk in file.chunks():
                    target.write(chunk)
    return buffer.getvalue()


def page(content: Content) -> str:
    """Return the page, escaped and without external resources; non-empty sources come first."""
    sources = sorted(content["sources"], key=lambda source: source["count"] == 0)
    return render_to_string(
        "privacy/export.html",
        {
            "export": content,
            "made_at": readable(content["made_at"]),
            "disclosures": [{**one, "at": readable(one["at"])} for one in content["disclosures"]],
            "sources": [_source(source) for source in sources],
        },
    )


def readable(value: Any) -> str:
    """Return a value of data.json for people: "22 November 2026, 12:17 UTC", "yes"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and MOMENT.fullmatch(value):
        with suppress(ValueError):  # looks like a date, with a thirteenth month for example
            moment = datetime.fromisoformat(value)
            return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
    if isinstance(value, dict):
        return "\n".join(f"{name}: {readable(item)}" for name, item in value.items())
    if isinstance(value, list):
        return "\n".join(map(readable, value))
    return "" if value is None else str(value)


def _source(source: Content) -> Content:
    records = [
        {
            **record,
            "fields": [
                {**field, "shown": shown}
                for field in record["fields"]
                if (shown := readable(field["value"]))
            ],
        }
        for record in source["records"]
    ]
    left_out: dict[str, list[str]] = {}
    for one in source["withheld"]:
        left_out.setdefault(one["because"], []).append(one["field"])
    kept = capfirst(source["retention"]["basis"]) if source["retention"] else ""
    return {**source, "records": records, "kept": kept, "left_out": left_out}


def release(export: AccessExport) -> str:
    """Open `export` for 72 hours and return its code; an earlier code stops working."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    now = timezone.now()
    AccessExport.objects.filter(pk=export.pk).update(
        released_at=now,
        expires_at=now + OPEN_FOR,
        code_digest=_digest(export, code),
        wrong_tries=0,
        downloads=0,
    )
    export.refresh_from_db()
    return code


def take(export: AccessExport, *, code: str) -> bytes:
    """Return the archive and count the download; raise NotAvailable or WrongCode.

    A wrong attempt is counted before it is reported, so that parallel attempts gain nothing.
    """
    if not export.is_open:
        raise NotAvailable
    with transaction.atomic():
        tries = AccessExport.objects.filter(
            pk=export.pk,
            wrong_tries__lt=MOST_WRONG_TRIES,
            downloads__lt=MOST_DOWNLOADS,
            expires_at__gt=timezone.now(),
        )
        if not tries.update(wrong_tries=F("wrong_tries") + 1):
            raise NotAvailable
    if not hmac.compare_digest(_digest(export, code.strip()), export.code_digest):
        raise WrongCode
    taken = AccessExport.objects.filter(pk=export.pk, downloads__lt=MOST_DOWNLOADS)
    if not taken.update(downloads=F("downloads") + 1, wrong_tries=F("wrong_tries") - 1):
        raise NotAvailable
    with export.file.open("rb") as file:
        return unseal(file.read())


def forget_expired() -> int:
    """Delete exports whose time or downloads are used up, and files without an export."""
    now = timezone.now()
    used_up = AccessExport.objects.filter(expires_at__lt=now) | AccessExport.objects.filter(
        downloads__gte=MOST_DOWNLOADS
    )
    count = 0
    for export in used_up:
        export.file.delete(save=False)
        export.delete()
        count += 1
    _forget_orphans()
    return count


def _forget_orphans() -> None:
    """Delete what a killed `prepare` left: an encrypted file without its row."""
    storage = export_storage()
    try:
        names = storage.listdir("")[1]
    except FileNotFoundError:
        return
    known = set(AccessExport.objects.values_list("file", flat=True))
    for name in names:
        age = timezone.now() - storage.get_modified_time(name)
        if PurePosixPath(name).suffix == ".sealed" and name not in known and age > ORPHAN_AFTER:
            storage.delete(name)


def _digest(export: AccessExport, code: str) -> str:
    key = secrets_for("privacy.export.code", [])[0]
    return hmac.new(key, f"{export.pk}:{code}".encode(), sha256).hexdigest()


def _static(path: str) -> bytes:
    found = finders.find(path)
    assert isinstance(found, str), path  # noqa: S101  it is one of our own files
    return Path(found).read_bytes()
