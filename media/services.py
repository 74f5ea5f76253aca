"""Add pictures to the library and delete them."""

import logging
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.db import IntegrityError, transaction

from contactatonce.lib.timed_cache import TimedCache

from . import rendering, uploads, uses
from .models import Image, originals, published
from .rendering import Encoded
from .renditions import remove, write
from .tasks import render
from .uploads import Refused

logger = logging.getLogger(__name__)
MOST_OFFERED = 300
# Every field that chooses a picture offers them, so they are cached for seconds.
newest: TimedCache[list[Image]] = TimedCache(
    lambda: list(Image.objects.with_renditions()[:MOST_OFFERED])
)


class AlreadyThere(Refused):
    """The library has this very file."""

    def __init__(self, image: Image) -> None:
        super().__init__(f"The library has this picture already: “{image.title}”, no. {image.pk}.")
        self.image = image


class InUse(Exception):
    """The picture is shown somewhere, so it stays."""

    def __init__(self, found: list[uses.Use]) -> None:
        super().__init__()
        self.found = found


def add(
    *, file: "File[bytes]", title: str, alt: str, decorative: bool, uploaded_by: Any = None
) -> Image:
    """Take a picture into the library and return it, ready to be shown in its smallest size.

    The other sizes follow by a job. Raises Refused, with words for the person who sent it, where
    the file is no picture, too large, there already, or cannot be stored; then nothing is left.
    """
    header = uploads.read_header(file, file.size)
    digest = content_hash(file)
    refuse_twin(digest)
    first = rendering.smallest(file)
    image = Image(
        title=title,
        alt=alt,
        decorative=decorative,
        width=header.width,
        height=header.height,
        content_hash=digest,
        uploaded_by=uploaded_by,
    )
    image.file.name = f"{uuid4().hex}.{header.extension}"
    try:
        store(image, file, first)
    except IntegrityError:
        refuse_twin(digest)  # the other of two at the same time
        raise
    except OSError as error:
        logger.exception("A picture could not be stored")
        raise Refused(
            "The picture could not be stored, perhaps because the disk is full. Nothing was kept."
        ) from error
    return image


def store(image: Image, file: "File[bytes]", first: Encoded) -> None:
    """Write the original, then both rows with the first rendition and the job; or nothing."""
    name = str(image.file.name)
    file.seek(0)
    try:
        originals().save(name, file)
        with transaction.atomic():
            image.save(force_insert=True)
            [rendition] = write(image, [first])
            rendition.save(force_insert=True)
            render.using(priority=-5).enqueue(image.pk)  # mail goes first
            transaction.on_commit(newest.clear)
    except BaseException:
        remove(originals(), [name])
        raise


def content_hash(file: "File[bytes]") -> str:
    """Return the SHA-256 of a whole file."""
    digest = sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def refuse_twin(digest: str) -> None:
    twin = Image.objects.filter(content_hash=digest).first()
    if twin is not None:
        raise AlreadyThere(twin)


@transaction.atomic
def delete(image: Image) -> None:
    """Delete a picture that nothing uses, its files once that is certain; raise InUse."""
    found = uses.of(image)
    if found:
        raise InUse(found)
    names = [str(row.file.name) for row in image.renditions.all()]
    original = str(image.file.name)
    image.delete()
    transaction.on_commit(newest.clear)
    transaction.on_commit(lambda: remove(published(), names))
    transaction.on_commit(lambda: remove(originals(), [original]))
