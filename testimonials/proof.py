"""The proof pack: a ZIP with the files, consents, editions and history of one testimonial."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core import serializers
from django.core.files.storage import Storage
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone

from contactatonce.accounts.models import User
from privacy.models import Consent

from .models import Event, Testimonial
from .models.editions import CONFIRMED_FIELDS, PRINTED
from .services.steps import record

BLOCK_BYTES = 1024 * 1024
# Never the key: anyone who has it can change the testimonial, and `concerns` has it too.
GIVEN: Final = (
    f"state kind text {' '.join(PRINTED)} email submitted_at invited_at confirmed_at published_at "
    "live_number"
)
CONSENT: Final = (
    "purpose wording wording_version wording_hash policy_version given_at given_how given_where "
    "sites channels ends_at withdrawn_at"
)
EDITION: Final = (
    f"number {' '.join(CONFIRMED_FIELDS)} transcript created_at captions_checked_at approved_at "
    "confirmed_at"
)
EVENT: Final = "step edition by note at"


def build(testimonial: Testimonial, *, by: User) -> IO[bytes]:
    """Return a temporary file with the pack, ready to be read; the history notes it.

    Videos and pictures are stored as they are: they do not get smaller.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as pack:
        sums = {name: add(pack, name, *place) for name, place in files_of(testimonial)}
        record(testimonial, Event.Step.PROVED, by=by)
        missing = [name for name, digest in sums.items() if not digest]
        for name, text in texts_of(testimonial, missing).items():
            pack.writestr(name, text)
            sums[name] = hashlib.sha256(text.encode()).hexdigest()
        lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items()) if digest]
        pack.writestr("SHA256SUMS", "".join(lines))
    file.seek(0)
    return file


def files_of(testimonial: Testimonial) -> Iterator[tuple[str, tuple[Storage, str]]]:
    """Yield the path in the pack, the storage and the name of each file."""
    for upload in testimonial.uploads.all():
        suffix = str(upload.file.name).rpartition(".")[2]
        yield f"originals/{upload.kind}-{upload.pk}.{suffix}", place(upload.file)
    for edition in testimonial.editions.all():
        for name, stored in edition.files.items():
            yield f"editions/{edition.number}/{name}", place(stored)


def place(file: Any) -> tuple[Storage, str]:
    return file.storage, str(file.name)


def add(pack: ZipFile, name: str, storage: Storage, stored: str) -> str:
    """Copy one file into the pack; return its SHA-256, "" for a file that is missing."""
    digest = hashlib.sha256()
    try:
        source = storage.open(stored)
    except FileNotFoundError:
        return ""
    info = ZipInfo(name, timezone.now().timetuple()[:6])
    info.compress_type, info.file_size = ZIP_STORED, source.size
    with source, pack.open(info, "w") as target:
        while block := source.read(BLOCK_BYTES):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def texts_of(testimonial: Testimonial, missing: list[str]) -> dict[str, str]:
    """Return the documents of the pack by their names; the first names the `missing` files."""
    consents = Consent.objects.filter(concerns=f"testimonial {testimonial.key}").order_by("pk")
    editions, events = testimonial.editions.order_by("number"), testimonial.events.all()
    context = {
        "testimonial": testimonial,
        "consents": consents,
        "editions": editions,
        "events": events.select_related("by"),
        "missing": missing,
        "now": timezone.now(),
    }
    return {
        "README.txt": render_to_string("testimonials/proof.txt", context),
        "testimonial.json": as_json([testimonial], GIVEN),
        "consents.json": as_json(consents, CONSENT),
        "editions.json": as_json(editions, EDITION),
        "events.json": as_json(events, EVENT),
        **{f"editions/{row.number}/captions.vtt": row.captions for row in editions if row.captions},
    }


def as_json(rows: Iterable[Model], fields: str) -> str:
    """Return these fields of the rows, separated by spaces, with keys for relations."""
    text: str = serializers.serialize("json", rows, fields=fields.split(), indent=2)
    return text
