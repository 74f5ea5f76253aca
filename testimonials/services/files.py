"""Photos and videos of guests: taken if their content is fine, removed again (P28)."""

import logging
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from contactatonce.lib.uploads import TooMuch
from media import uploads
from media.renditions import remove as remove_files
from media.services import content_hash
from media.uploads import EXTENSIONS
from media.video import probe, tools
from testimonials import conversion
from testimonials.models import Event, Testimonial, Upload
from testimonials.models.uploads import MOST, testimonial_files

from .giving import CHANGEABLE
from .steps import Refused, lock, record, require, return_to_review

logger = logging.getLogger(__name__)
# How a picture begins; anything else has to be a video. An AVIF is told from an MP4 by its brand.
PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
NO_TOOLS = "We can’t take videos at the moment. Your words are stored; please come back later."
BUSY = "We are looking at another video. Please send yours again in a minute."
NO_SPACE = "The file could not be stored, perhaps because our disk is full. Please try again later."


WAIT = 1  # seconds; a video takes less than one as a rule
# One video at a time in each web process, so that others have threads left.
probing = threading.Lock()


class Busy(Refused):
    """The step is possible in a minute."""


@dataclass(frozen=True)
class Facts:
    """Kind and size of a file, as found in it."""

    kind: Upload.Kind
    extension: str
    width: int
    height: int
    seconds: float = 0


def add(*, testimonial: Testimonial, file: UploadedFile[bytes]) -> Upload:
    """Store a photo or video beside a testimonial; the same file again is the same upload.

    The content decides what it is. Raises Refused, with words for the guest, if nothing can be
    added any more, or the file can't be shown; nothing is left of it then.
    """
    refuse_more(testimonial)
    try:
        facts = read(file)
    except uploads.Refused as error:
        raise Refused(str(error)) from error
    digest = content_hash(file)
    name = f"{testimonial.key}/{uuid.uuid4().hex}.{facts.extension}"
    file.seek(0)
    try:
        testimonial_files().save(name, file)
    except OSError as error:
        logger.exception("A file of testimonial %s could not be stored", testimonial.pk)
        raise Refused(NO_SPACE) from error
    try:
        return store(testimonial, facts, name, digest, int(file.size or 0))
    except BaseException:
        remove_files(testimonial_files(), [name])
        twin = Upload.objects.filter(testimonial=testimonial, content_hash=digest).first()
        if twin is not None:
            return twin
        raise


@transaction.atomic
def store(testimonial: Testimonial, facts: Facts, name: str, digest: str, size: int) -> Upload:
    testimonial = lock(testimonial)
    refuse_more(testimonial)
    upload = Upload(
        testimonial=testimonial,
        kind=facts.kind,
        content_hash=digest,
        size=size,
        width=facts.width,
        height=facts.height,
        seconds=facts.seconds,
    )
    upload.file.name = name
    upload.save()
    return_to_review(testimonial)
    record(testimonial, Event.Step.UPLOADED)
    return upload


def refuse_more(testimonial: Testimonial) -> None:
    """Raise Refused if no file may be added: the state, or three files already."""
    require(testimonial, *CHANGEABLE)
    if testimonial.uploads.count() >= MOST:
        raise Refused(f"You have sent {MOST} files already. Remove one to send another.")


def read(file: UploadedFile[bytes]) -> Facts:
    """Return what a file is; raise media.uploads.Refused, or Busy."""
    size = int(file.size or 0)
    if isinstance(file, TooMuch):
        probe.refuse_size(max(size, probe.MOST_BYTES + 1))
    if is_picture(file):
        header = uploads.read_header(file, size)
        return Facts(Upload.Kind.PHOTO, EXTENSIONS[header.format], header.width, header.height)
    if not tools.is_available():
        raise uploads.Refused(NO_TOOLS)
    if not probing.acquire(timeout=WAIT):
        raise Busy(BUSY)
    try:
        video = probe.read_video(Path(file.temporary_file_path()))  # type: ignore[attr-defined]  # all uploads are on disk
    finally:
        probing.release()
    return Facts(Upload.Kind.VIDEO, "video", video.width, video.height, video.seconds)


def is_picture(file: UploadedFile[bytes]) -> bool:
    """Return whether the first bytes are those of a picture (and not of AVI, which is RIFF too)."""
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    if start.startswith(b"RIFF"):
        return bool(start[8:12] == b"WEBP")
    return start.startswith(PICTURES) or start[4:12] in {b"ftypavif", b"ftypavis"}


@transaction.atomic
def remove(*, upload: Upload) -> None:
    """Delete a file of the guest; raise Refused if it is part of what the guest confirmed."""
    testimonial = lock(upload.testimonial)
    require(testimonial, *CHANGEABLE)
    for column in ("photo", "clip"):
        using = testimonial.editions.filter(**{column: upload})
        if using.exclude(confirmed_at=None).exists():
            raise Refused(
                "It is part of the version that you confirmed. Withdraw the testimonial, or ask us "
                "for a version without it."
            )
        for edition in using.select_for_update():
            setattr(edition, column, None)
            edition.approved_at = edition.approved_by = None
            edition.version += 1
            edition.save()
            conversion.start(edition)
    name = str(upload.file.name)
    upload.delete()
    return_to_review(testimonial)
    record(testimonial, Event.Step.REMOVED)
    transaction.on_commit(lambda: remove_files(testimonial_files(), [name]))
