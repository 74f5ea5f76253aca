"""The archive for an access request: collect, encrypt, hand over, delete."""

import hmac
import io
import json
import secrets
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePosixPath

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from privacy import fingerprints
from privacy.models import AccessExport
from privacy.models.exports import MOST_DOWNLOADS, MOST_WRONG_TRIES, export_storage
from privacy.registry import Subject
from privacy.sealing import seal, secrets_for, unseal

from . import export_page
from .access import SCHEMA, Collected, collect

OPEN_FOR = timedelta(hours=72)
UNRELEASED_FOR = timedelta(days=30)
ORPHAN_AFTER = timedelta(hours=1)
CODE_DIGITS = 8


class NotAvailable(Exception):
    """The link is invalid or expired; callers do not say which."""


class WrongCode(Exception):
    """The code is wrong; three wrong attempts lock the link."""


@dataclass(frozen=True)
class Handover:
    """The secret of the link, and the code, which is mailed separately; shown once."""

    token: str
    code: str


def prepare(subject: Subject) -> AccessExport:
    """Collect everything about `subject` and store it encrypted; it cannot be downloaded yet."""
    collected = collect(subject)
    export = AccessExport(
        records=collected.records,
        expires_at=timezone.now() + UNRELEASED_FOR,
        **fingerprints.fingerprint_of(subject.email).columns,
    )
    export.file.save("export", ContentFile(seal(archive(collected))), save=False)
    export.save(force_insert=True)
    return export


def archive(collected: Collected) -> bytes:
    """Return the ZIP: index.html, data.json with its schema, and files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("index.html", export_page.render(collected.content))
        bundle.writestr("style.css", _static("privacy/export.css"))
        content = json.dumps(collected.content, ensure_ascii=False, indent=1)
        bundle.writestr("data.json", content)
        bundle.writestr(SCHEMA, _static(f"schemas/{SCHEMA}"))
        for attached in collected.files:
            with attached.file.open("rb") as file, bundle.open(attached.path, "w") as target:
                for chunk in file.chunks():
                    target.write(chunk)
    return buffer.getvalue()


def release(export: AccessExport) -> Handover:
    """Open `export` for 72 hours and return link secret and code; an earlier link stops working."""
    handover = Handover(
        token=secrets.token_urlsafe(24),
        code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}",
    )
    now = timezone.now()
    AccessExport.objects.filter(pk=export.pk).update(
        released_at=now,
        expires_at=now + OPEN_FOR,
        link_digest=_digest("link", handover.token),
        code_digest=_digest("code", f"{export.pk}:{handover.code}"),
        wrong_tries=0,
        downloads=0,
    )
    export.refresh_from_db()
    return handover


def find(token: str) -> AccessExport:
    """Return the open export behind a link; raise NotAvailable otherwise."""
    export = AccessExport.objects.filter(link_digest=_digest("link", token)).first()
    if export is None or not token or not export.is_open:
        raise NotAvailable
    return export


def fetch(*, token: str, code: str) -> bytes:
    """Return the archive behind a link and count the download; see `take`."""
    return take(find(token), code=code)


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
    given = _digest("code", f"{export.pk}:{code.strip()}")
    if not hmac.compare_digest(given, export.code_digest):
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


def _digest(purpose: str, secret: str) -> str:
    key = secrets_for(f"privacy.export.{purpose}", [])[0]
    return hmac.new(key, secret.encode(), sha256).hexdigest()


def _static(path: str) -> bytes:
    found = finders.find(path)
    assert isinstance(found, str), path  # noqa: S101  it is one of our own files
    with open(found, "rb") as file:
        return file.read()
