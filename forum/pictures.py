"""Pictures in posts, written as ![what it shows](picture:12), and of members; no metadata."""

import logging
import re
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import IO, Final
from uuid import UUID, uuid4, uuid5

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from markdown_it.rules_inline import StateInline
from PIL import Image, ImageOps

from media import rendering, uploads
from media.models import Rendition
from media.renditions import remove, remove_unknown
from media.uploads import Refused

from .models import Member, Picture, Post
from .models.members import forum_files

MOST_BYTES: Final = 4_000_000
LONGEST_SIDE: Final = 1600  # pixels
AVATAR_SIDE: Final = 192  # pixels: 80 on a screen with 2.4 times as many
MOST_UNUSED: Final = 20  # uploaded by one member and in no post
WRITTEN = re.compile(r"!\[((?:[^\[\]\\\n]|\\[^\n])*)\]\(picture:(\d{1,18})\)")
TAGS: Final = {"img": {"src", "alt", "width", "height", "loading"}}
NO_SPACE = "The picture could not be stored, perhaps because our disk is full. Try again later."
UNUSED = "You have uploaded many pictures that are in no post. Use those, or come back tomorrow."
logger = logging.getLogger(__name__)


def read(file: IO[bytes], size: int) -> None:
    """Raise Refused, with words for its sender, unless `file` is a picture that we take."""
    if size > MOST_BYTES:
        most = uploads.megabytes(MOST_BYTES)
        raise Refused(f"The picture has {uploads.megabytes(size)}; {most} is the most.")
    uploads.read_header(file, size)


def add(*, member: Member, file: IO[bytes], alt: str, form_key: UUID) -> Picture:
    """Store a picture as WebP, 1600 pixels at most, and return its row; raise Refused.

    The same file from the same form, sent twice, is one picture.
    """
    key = upload_key(member, file, alt, form_key)
    if earlier := Picture.objects.filter(key=key).first():
        return earlier
    refuse_hoard(member)
    made = encoded(file)
    picture = Picture(key=key, member=member, alt=alt, width=made.width, height=made.height)
    picture.file.name = store(made)
    try:
        with transaction.atomic():
            refuse_hoard(Member.objects.select_for_update().get(pk=member.pk))
            picture.save()
    except BaseException as error:
        remove(forum_files(), [picture.file.name])
        earlier = Picture.objects.filter(key=key).first()
        if isinstance(error, IntegrityError) and earlier:  # sent twice at once
            return earlier
        raise
    return picture


def upload_key(member: Member, file: IO[bytes], alt: str, form_key: UUID) -> UUID:
    """Return the key of a picture that a member uploads with a form."""
    file.seek(0)
    return uuid5(form_key, f"{member.pk} {sha256(file.read()).hexdigest()} {alt}")


def refuse_hoard(member: Member) -> None:
    """Raise Refused for a member with many pictures in no post; exact under the member's lock."""
    if member.pictures.filter(post=None).count() >= MOST_UNUSED:
        raise Refused(UNUSED)


def store(made: rendering.Encoded) -> str:
    """Store a picture as a new file and return its name; raise Refused if the disk is full."""
    name = f"{uuid4().hex}.webp"
    try:
        forum_files().save(name, ContentFile(made.content))
    except OSError as error:
        logger.exception("A picture for the forum could not be stored")
        raise Refused(NO_SPACE) from error
    return name


def encoded(file: IO[bytes]) -> rendering.Encoded:
    """Return the pixels of `file` as WebP: no EXIF, no profile, no second frame."""
    with uploads.opened(file) as image:
        header = uploads.header_of(image)
    share = min(1, LONGEST_SIDE / max(header.width, header.height))
    width = max(1, round(header.width * share))
    with rendering.pixels(file, width) as (decoded, header):
        return rendering.encode(rendering.scaled(decoded, header, width), Rendition.Format.WEBP)


def square(file: IO[bytes]) -> rendering.Encoded:
    """Return the middle of a picture as WebP: no EXIF, no profile, no second frame."""
    with rendering.pixels(file, 2 * AVATAR_SIDE) as (image, _):
        middle = ImageOps.fit(image, (AVATAR_SIDE, AVATAR_SIDE), Image.Resampling.LANCZOS)
        return rendering.encode(middle, Rendition.Format.WEBP)


def set_avatar(*, member: Member, file: IO[bytes] | None) -> None:
    """Make `file` the member's avatar, or remove it; the old file is deleted after the commit.

    Raises Refused if the picture cannot be decoded or stored.
    """
    name = store(square(file)) if file else ""
    with transaction.atomic():
        old = Member.objects.select_for_update().get(pk=member.pk).avatar.name
        member.avatar.name = name
        member.save(update_fields=["avatar"])
        if old:
            transaction.on_commit(lambda: forum_files().delete(old))


def named_in(text: str) -> list[int]:
    """Return the numbers of the pictures in a text, each once."""
    return list(dict.fromkeys(int(number) for _, number in WRITTEN.findall(text)))


def in_text(text: str) -> dict[int, Picture]:
    """Return the stored pictures of a text by number, with at most one query."""
    numbers = named_in(text)
    return Picture.objects.in_bulk(numbers) if numbers else {}


def foreign(numbers: Collection[int], member: Member, post: Post | None) -> list[int]:
    """Return those numbers that are no pictures of the member's, or of another post."""
    is_free = Q(post=None) | Q(post=post) if post else Q(post=None)
    own = member.pictures.filter(is_free, pk__in=numbers) if numbers else Picture.objects.none()
    return sorted(set(numbers) - set(own.values_list("pk", flat=True)))


def attach(post: Post) -> None:
    """Let a saved post own the pictures of its text, and no others."""
    numbers = named_in(post.text)
    post.pictures.exclude(pk__in=numbers).update(post=None)
    if numbers:
        Picture.objects.filter(pk__in=numbers, member=post.author, post=None).update(post=post)


def without(text: str) -> str:
    """Return a text with the words of its pictures alone, for quotations."""
    return WRITTEN.sub(lambda found: f"[{found[1]}]", text)


def forget_orphans() -> int:
    """Remove files that neither a picture nor an avatar names; return how many."""
    known: Iterable[str] = Picture.objects.values_list("file", flat=True)
    avatars = Member.objects.exclude(avatar="").values_list("avatar", flat=True)
    return remove_unknown(forum_files(), {*known, *avatars})


def parse(state: StateInline, silent: bool) -> bool:
    """Parse a picture of the text's `env`, the only ones that a text can show."""
    known: Mapping[int, Picture] = state.env.get("pictures", {})
    found = WRITTEN.match(state.src, state.pos)
    picture = known.get(int(found[2])) if found and found.end() <= state.posMax else None
    if found is None or picture is None:
        return False
    if not silent:
        state.push("picture", "img", 0).attrs = {
            "src": picture.get_absolute_url(),
            "alt": re.sub(r"\\(.)", r"\1", found[1]),
            "width": picture.width,
            "height": picture.height,
            "loading": "lazy",
        }
    state.pos = found.end()
    return True
