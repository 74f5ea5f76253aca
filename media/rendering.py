"""Decode a file to plain pixels, and encode them as small files for browsers."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from PIL import Image, ImageCms

from .models import Rendition
from .uploads import Header, header_of, opened, orientation, unreadable

Format = Rendition.Format
WIDTHS: Final = (400, 800, 1200, 1600)
NEARLY: Final = 0.85  # a width that is this close to the picture's own is left out
AVIF_MUST_SAVE: Final = 0.05  # of WebP's bytes, or a browser gains nothing from it
OPTIONS: Final[dict[Format, dict[str, Any]]] = {
    Format.AVIF: {"quality": 62, "speed": 6, "max_threads": 1},
    Format.WEBP: {"quality": 80, "method": 4},
    Format.JPEG: {"quality": 82, "optimize": True, "progressive": True},
    Format.PNG: {"optimize": True},
}
SRGB: Final = ImageCms.createProfile("sRGB")
TURNS: Final = {  # by EXIF orientation; ImageOps.exif_transpose copies upright pictures too
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIXTEEN_BITS: Final = ("I", "I;16", "I;16L", "I;16B", "I;16N")
MIXABLE: Final = ("L", "RGB", "RGBA", "CMYK")
one_at_a_time = threading.Lock()  # fifty megapixels are 200 MB, for each thread that decodes them


@dataclass(frozen=True)
class Encoded:
    """A finished file."""

    format: Format
    width: int
    height: int
    content: bytes


def widths_for(width: int) -> list[int]:
    """Return the widths of the renditions of a picture; none exceeds its `width`."""
    widest = min(width, WIDTHS[-1])
    return [*(step for step in WIDTHS if step < widest * NEARLY), widest]


def smallest(file: IO[bytes]) -> Encoded:
    """Return the smallest rendition in a format that every browser reads; raise Refused."""
    with pixels(file, WIDTHS[0]) as (image, header):
        return encode(scaled(image, header, widths_for(header.width)[0]), fallback_for(image))


def all_renditions(file: IO[bytes]) -> list[Encoded]:
    """Return every rendition of the picture in `file`, AVIF only if it is smaller; raise Refused.

    AVIF is kept for all widths or for none: a browser that takes it never looks at another format.
    """
    with pixels(file, WIDTHS[-1]) as (image, header):
        sizes = [scaled(image, header, width) for width in widths_for(header.width)]
        fallback = fallback_for(image)
    made = {
        kind: [encode(size, kind) for size in sizes]
        for kind in (fallback, Format.WEBP, Format.AVIF)
    }
    if weight(made[Format.AVIF]) > weight(made[Format.WEBP]) * (1 - AVIF_MUST_SAVE):
        del made[Format.AVIF]
    return [encoded for several in made.values() for encoded in several]


def weight(files: list[Encoded]) -> int:
    return sum(len(encoded.content) for encoded in files)


@contextmanager
def pixels(file: IO[bytes], width: int) -> Iterator[tuple[Image.Image, Header]]:
    """Give the decoded picture: upright, 8 bits, sRGB, RGB or RGBA; raise Refused.

    It may be smaller than its header says, but not narrower than `width`. Nothing but pixels is
    left: no EXIF, no profile, no comment, no second frame.
    """
    with one_at_a_time:
        with opened(file) as image:
            header = header_of(image)
            decoded = decode(image, header, width)
        yield decoded, header


def decode(image: Image.Image, header: Header, width: int) -> Image.Image:
    """Return the pixels of an open file; raise Refused where they cannot be read."""
    try:
        share = width / min(image.size)
        if share < 1:  # a JPEG can be read at an eighth of its size, in a sixtieth of the memory
            image.draft(None, (round(image.width * share), round(image.height * share)))
        turn = TURNS.get(orientation(image))
        image = coarse(image, header.width // (2 * width))
        return plain(image if turn is None else image.transpose(turn))
    except MemoryError:
        raise
    except Exception as error:  # whatever a decoder raises for a hostile file
        raise unreadable(error) from error


def coarse(image: Image.Image, factor: int) -> Image.Image:
    """Return the loaded picture scaled down by `factor`, if its pixels can be mixed.

    Later steps copy it; each copy of fifty megapixels would take 200 MB.
    """
    image.load()
    if factor < 2 or image.mode not in MIXABLE or "transparency" in image.info:
        return image
    size = (-(-image.width // factor), -(-image.height // factor))
    return image.resize(size, Image.Resampling.BOX)


def plain(image: Image.Image) -> Image.Image:
    """Return `image` as RGB, or as RGBA where something can be seen through it."""
    profile = image.info.get("icc_profile")
    if image.mode in SIXTEEN_BITS:
        image = image.point(lambda value: value / 256).convert("L")
        image.info.pop("transparency", None)  # one of 65,536 greys, that is none of 256
    alpha = None
    if image.has_transparency_data:
        alpha = image.convert("RGBA").getchannel("A")
        if alpha.getextrema() == (255, 255):
            alpha = None
    colors = in_srgb(image, profile)
    if alpha is not None:
        colors.putalpha(alpha)
    colors.info = {}  # what an encoder would write into the new file
    return colors


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the colors of `image` as a screen shows them that knows no profile."""
    if image.mode not in {"L", "CMYK"}:
        image = image.convert("L" if image.mode in {"1", "LA"} else "RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return image.convert("RGB")  # a profile that is broken, or for other colors
        if converted is not None:
            return converted
    return image.convert("RGB")


def scaled(image: Image.Image, header: Header, width: int) -> Image.Image:
    """Return `image` at `width`, with the proportions that its header gives."""
    if width >= image.width:
        return image
    height = max(1, round(header.height * width / header.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def fallback_for(image: Image.Image) -> Format:
    """Return the format that every browser reads and that keeps what `image` shows."""
    return Format.PNG if image.mode == "RGBA" else Format.JPEG


def encode(image: Image.Image, kind: Format, quality: int | None = None) -> Encoded:
    """Return `image` as a file of that kind, at the usual quality if none (0 to 100) is given."""
    buffer = io.BytesIO()
    options = OPTIONS[kind] if quality is None else OPTIONS[kind] | {"quality": quality}
    image.save(buffer, kind.label.upper(), **options)
    return Encoded(kind, image.width, image.height, buffer.getvalue())
