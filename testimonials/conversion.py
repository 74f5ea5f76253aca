"""The job that makes the files of an edition: the video with its poster, or the photo."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from contactatonce.jobs.registry import GiveUp, RetryPolicy, job
from media import rendering
from media.renditions import remove, remove_unknown
from media.uploads import Refused
from media.video import posters, tools
from media.video.convert import convert as convert_video

from .models import Edition, Event, Upload
from .models.editions import CUT_FIELDS, FILES, EditionQuerySet
from .models.uploads import testimonial_files
from .states import State

logger = logging.getLogger(__name__)
POLICY = RetryPolicy(attempts=5, first_delay=timedelta(minutes=1), lease=timedelta(minutes=30))
NO_TOOLS: Final = "ffmpeg is missing on the machine of the worker, so videos can’t be converted."
FAILED: Final = "The video could not be converted; the log of the worker says why."
PHOTO_WIDTH: Final = 1280
# The columns of an edition without a picture and a video.
NOTHING: Final[dict[str, Any]] = {
    **dict.fromkeys((*FILES, "captions", "transcript"), ""),
    **dict.fromkeys(("width", "height", "seconds", "size"), 0),
    **dict.fromkeys(("captions_checked_at", "captions_checked_by")),
}


def start(edition: Edition) -> None:
    """Make the files of an edition again, in a job; call it in the transaction that changed it.

    Without a video, nothing of an earlier one is left: neither files nor captions.
    """
    has_picture = edition.clip_id is not None or edition.photo_id is not None
    old: list[str] = []
    if edition.clip_id is None:
        old = [name for column in FILES if (name := str(getattr(edition, column)))]
        for column, value in NOTHING.items():
            setattr(edition, column, value)
    edition.progress = 0 if has_picture else None
    edition.failure, edition.converted_at = "", None
    edition.save(update_fields=["progress", "failure", "converted_at", *NOTHING])
    transaction.on_commit(lambda: forget(old))
    if has_picture:
        convert.using(priority=-5).enqueue(edition.pk)  # mail goes first


@job(POLICY)
def convert(edition_id: int) -> None:
    """Make what an edition lacks; a failure that no retry can help is shown on the review desk."""
    waiting = Edition.objects.drafts().exclude(testimonial__state=State.WITHDRAWN)
    waiting = waiting.select_related("testimonial", "clip", "photo")
    edition = waiting.filter(pk=edition_id, converted_at=None, failure="").first()
    if edition is None or edition.progress is None:
        return
    try:
        made = make_video(edition) if edition.clip else make_photo(edition)
    except Refused as refusal:
        fail(edition, str(refusal))
    except (tools.ToolFailed, FileNotFoundError) as error:
        fail(edition, FAILED if tools.is_available() else NO_TOOLS)
        raise GiveUp(f"Edition {edition_id}: {type(error).__name__}") from error
    else:
        finish(edition, made)


def make_video(edition: Edition) -> dict[str, Any]:
    """Return the columns of the converted video, its files stored."""
    assert edition.clip is not None  # noqa: S101  the caller has asked
    end = None if edition.trim_end is None else float(edition.trim_end)
    with local(edition.clip) as source, TemporaryDirectory() as folder:
        target = Path(folder) / "video.mp4"
        done = convert_video(
            source,
            target,
            start=float(edition.trim_start),
            end=end,
            progress=lambda percent: note_progress(edition, percent),
        )
        pictures = posters.make_posters(target, float(edition.poster_at))
        with target.open("rb") as file:
            name = save(edition, "mp4", File(file))
    size = {"width": done.width, "height": done.height, "seconds": done.seconds}
    return {"video": name, "size": done.bytes, **size, **stored(edition, pictures)}


def note_progress(edition: Edition, percent: int) -> None:
    unchanged(edition).update(progress=percent)


def unchanged(edition: Edition) -> EditionQuerySet:
    """Return the row of a draft that is still to be converted, if its cut is that of `edition`."""
    same_cut = {name: getattr(edition, name) for name in CUT_FIELDS}
    rows = Edition.objects.drafts().exclude(testimonial__state=State.WITHDRAWN)
    return rows.filter(pk=edition.pk, converted_at=None, **same_cut)


def make_photo(edition: Edition) -> dict[str, Any]:
    """Return the columns of the photo, its files stored; nothing of the camera's notes is left."""
    assert edition.photo is not None  # noqa: S101  the caller has asked
    with (
        edition.photo.file.open("rb") as file,
        rendering.pixels(file, PHOTO_WIDTH) as (image, header),
    ):
        width = min(PHOTO_WIDTH, image.width)
        pictures = posters.fit(rendering.scaled(image, header, width).convert("RGB"))
    nothing = {"video": "", "size": 0, "seconds": 0}
    size = {"width": pictures[0].width, "height": pictures[0].height}
    return {**nothing, **size, **stored(edition, pictures)}


@contextmanager
def local(upload: Upload) -> Iterator[Path]:
    """Give a path to the file, copied for the time being where its storage is not on this disk."""
    try:
        yield Path(upload.file.path)
        return
    except NotImplementedError:
        pass
    with TemporaryDirectory() as folder:
        path = Path(folder) / "original"
        with upload.file.open("rb") as source, path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        yield path


def stored(edition: Edition, pictures: list[rendering.Encoded]) -> dict[str, str]:
    """Store the pictures, and a small one for cards, and return the column of each."""
    columns = {f"picture_{picture.format}": picture for picture in pictures}
    columns["picture_small"] = posters.make_small(pictures)
    return {
        column: save(edition, str(picture.format), ContentFile(picture.content))
        for column, picture in columns.items()
    }


def save(edition: Edition, extension: str, file: File[bytes]) -> str:
    """Store a file under a name that its content decides, and return the name."""
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    name = f"{edition.testimonial.key}/{edition.pk}-{digest.hexdigest()[:16]}.{extension}"
    file.seek(0)
    storage = testimonial_files()
    return name if storage.exists(name) else storage.save(name, file)


@transaction.atomic
def finish(edition: Edition, made: dict[str, Any]) -> None:
    """Store what was made and drop older files, unless the cut was changed or confirmed."""
    old = [str(getattr(edition, name)) for name in FILES]
    if unchanged(edition).update(**made, progress=100, converted_at=timezone.now()):
        Event.objects.create(
            testimonial=edition.testimonial, step=Event.Step.CONVERTED, edition=edition.number
        )
    else:
        old = [made[name] for name in FILES if made.get(name)]
    transaction.on_commit(lambda: forget([name for name in old if name]))


def fail(edition: Edition, failure: str) -> None:
    unchanged(edition).update(failure=failure[:300])


def named_files(among: list[str] | None = None) -> set[str]:
    """Return the names of the files that rows have: all, or those `among` some names."""
    uploads, editions = Upload.objects.all(), Edition.objects.all()
    if among is not None:
        uploads = uploads.filter(file__in=among)
        some = Q(*((f"{column}__in", among) for column in FILES), _connector=Q.OR)
        editions = editions.filter(some)
    return {
        *uploads.values_list("file", flat=True),
        *(name for row in editions.values_list(*FILES) for name in row if name),
    }


def forget(names: list[str]) -> None:
    """Remove files that no edition has: a later one may share them."""
    kept = named_files(names)
    remove(testimonial_files(), [name for name in names if name not in kept])


def forget_orphans() -> int:
    """Remove files that a killed process left; return how many."""
    return remove_unknown(testimonial_files(), named_files())
