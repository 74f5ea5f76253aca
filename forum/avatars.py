"""Pictures of members: a small square without metadata."""

import logging
from typing import IO, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps

from media import rendering, uploads
from media.models import Rendition
from media.uploads import Refused

from .models import Member
from .models.members import forum_files

MOST_BYTES: Final = 4_000_000
SIDE: Final = 192  # pixels: 80 on a screen with 2.4 times as many
NO_SPACE = "The picture could not be stored, perhaps because our disk is full. Try again later."
logger = logging.getLogger(__name__)


def store(*, member: Member, file: IO[bytes], size: int) -> None:
    """Make a picture that a member sent their avatar; raise Refused with words for them."""
    if size > MOST_BYTES:
        most = uploads.megabytes(MOST_BYTES)
        raise Refused(f"The picture has {uploads.megabytes(size)}; {most} is the most.")
    uploads.read_header(file, size)
    name = f"{uuid4().hex}.webp"
    try:
        forum_files().save(name, ContentFile(square(file)))
    except OSError as error:
        logger.exception("An avatar could not be stored")
        raise Refused(NO_SPACE) from error
    change(member, name)


def square(file: IO[bytes]) -> bytes:
    """Return the middle of a picture as a WebP file: no EXIF, no profile, no second frame."""
    with rendering.pixels(file, 2 * SIDE) as (image, _):
        middle = ImageOps.fit(image, (SIDE, SIDE), Image.Resampling.LANCZOS)
        return rendering.encode(middle, Rendition.Format.WEBP).content


def remove(*, member: Member) -> None:
    """Remove a member's avatar and its file."""
    change(member, "")


@transaction.atomic
def change(member: Member, name: str) -> None:
    """Store the name of the new file, and delete the old file once that is committed."""
    old = Member.objects.select_for_update().get(pk=member.pk).avatar.name
    member.avatar.name = name
    member.save(update_fields=["avatar"])
    if old:
        transaction.on_commit(lambda: forum_files().delete(old))
