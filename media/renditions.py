"""The files of renditions: stored with their rows, removed with them."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from . import rendering
from .models import Image, Rendition, originals, published
from .rendering import Encoded

logger = logging.getLogger(__name__)
ORPHAN_AFTER = timedelta(hours=6)


def write(image: Image, files: Iterable[Encoded]) -> list[Rendition]:
    """Store finished files and return their rows, unsaved; leave no file behind on failure."""
    rows: list[Rendition] = []
    storage = published()
    try:
        for encoded in files:
            digest = sha256(encoded.content).hexdigest()[:16]
            name = f"{image.pk}/{digest}-{encoded.width}.{encoded.format}"
            rows.append(
                Rendition(
                    image=image,
                    format=encoded.format,
                    width=encoded.width,
                    height=encoded.height,
                    size=len(encoded.content),
                    file=name,
                )
            )
            storage.save(name, ContentFile(encoded.content))
    except BaseException:
        remove(storage, [str(row.file.name) for row in rows])
        raise
    return rows


def make_renditions(image: Image) -> None:
    """Make what is missing of a picture's renditions; all become visible at one moment."""
    with image.file.open("rb") as file:
        made = rendering.all_renditions(file)
    there = set(image.renditions.values_list("format", "width"))
    rows = write(image, [one for one in made if (one.format, one.width) not in there])
    names = [str(row.file.name) for row in rows]
    try:
        with transaction.atomic():
            Rendition.objects.bulk_create(rows)
            moved = Image.objects.filter(pk=image.pk, rendered_at=None)
            if not moved.update(rendered_at=timezone.now()):
                raise Image.DoesNotExist  # deleted in the meantime, or done by another worker
    except IntegrityError as error:
        forget_files(image, names)
        raise Image.DoesNotExist from error
    except BaseException:
        forget_files(image, names)
        raise


def forget_files(image: Image, names: list[str]) -> None:
    """Remove those files that no row names: a worker beside us may have stored the same."""
    kept = set(Rendition.objects.filter(image_id=image.pk).values_list("file", flat=True))
    remove(published(), [name for name in names if name not in kept])


def remove(storage: Storage, names: Iterable[str]) -> None:
    """Remove files; one that cannot be removed is left to `forget_orphans`."""
    for name in names:
        try:
            storage.delete(name)
        except OSError:
            logger.exception("The file of a picture could not be removed")


def forget_orphans() -> int:
    """Remove files that no row names, as a killed process leaves them; return how many."""
    stored = set(Image.objects.values_list("file", flat=True))
    shown = set(Rendition.objects.values_list("file", flat=True))
    return sum(
        remove_unknown(storage, known)
        for storage, known in ((originals(), stored), (published(), shown))
    )


def remove_unknown(storage: Storage, known: set[str]) -> int:
    """Remove the files of a storage that are neither known nor so new that a row may follow."""
    before = timezone.now() - ORPHAN_AFTER
    unknown = [
        name
        for name in names_in(storage)
        if name not in known and storage.get_modified_time(name) < before
    ]
    remove(storage, unknown)
    return len(unknown)


def names_in(storage: Storage, folder: str = "") -> list[str]:
    """Return the names of all files of a storage that pictures may have made."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    names = [str(PurePosixPath(folder, name)) for name in files]
    for inner in folders:
        names += names_in(storage, str(PurePosixPath(folder, inner)))
    return names
