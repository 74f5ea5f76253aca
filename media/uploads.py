"""Check an uploaded picture by its content, never by its name."""

import logging
import re
import warnings
from dataclasses import dataclass
from typing import IO, Final

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from contactatonce.lib.uploads import TooMuch

logger = logging.getLogger(__name__)
FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
EXTENSIONS: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
TURNED: Final = {5, 6, 7, 8}  # EXIF orientations that exchange width and height
ORIENTATION: Final = 0x0112
LONGEST_SIDE: Final = 16_000  # WebP ends at 16,383
LEAST_SIDE: Final = 16
LOOKS_LIKE_TEXT: Final = 1024
MOST_SCANS: Final = 40  # encoders write 10 or so; each one of a hostile file costs a whole pass
# The next segment of a JPEG with its length (ITU T.81, B.1.1.4), or its end.
SEGMENT: Final = re.compile(rb"\xff(?:\xd9|([\xc0-\xcf\xda-\xfe])(..))", re.DOTALL)
START_OF_SCAN: Final = b"\xda"


class Refused(Exception):
    """The file is not taken; the message says why and what to do, to the person who sent it."""


@dataclass(frozen=True)
class Header:
    """The first bytes of a file: format (Pillow's name), size as shown upright, animation."""

    format: str
    width: int
    height: int
    is_animated: bool

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.format]


def read_header(file: IO[bytes], size: int) -> Header:
    """Return what `file`, of `size` bytes, is; raise Refused. No pixel is decoded."""
    most_bytes: int = settings.IMAGE_MAX_BYTES
    if not size:
        raise Refused("The file is empty.")
    if size > most_bytes or isinstance(file, TooMuch):
        raise Refused(f"The file has {megabytes(size)}; {megabytes(most_bytes)} is the most.")
    refuse_drawings(file)
    with opened(file) as image:
        header = header_of(image)
    refuse_sizes(header)
    if header.format == "JPEG":
        refuse_scans(file)
    return header


def refuse_drawings(file: IO[bytes]) -> None:
    """Raise Refused for an SVG or an HTML file, which can carry script."""
    file.seek(0)
    start = file.read(LOOKS_LIKE_TEXT)
    for encoding in ("utf-8-sig", "utf-16"):
        text = start.decode(encoding, "ignore").lstrip().lower()
        if text.startswith(("<?xml", "<svg", "<!doctype", "<html", "<!--")):
            raise Refused(
                "SVG drawings and web pages are not taken: they can carry script. Export it as PNG."
            )


def opened(file: IO[bytes]) -> Image.Image:
    """Return the picture with its header read; raise Refused for an unsupported file."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # see refuse_sizes
            return Image.open(file, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Refused("That is no picture we can read. Send JPEG, PNG, WebP, AVIF or GIF.") from (
            error
        )
    except Image.DecompressionBombError as error:
        raise Refused(too_many_pixels()) from error
    except Exception as error:  # whatever a decoder raises for a hostile file
        raise unreadable(error) from error


def header_of(image: Image.Image) -> Header:
    """Return the header of an open picture."""
    try:
        width, height = reversed(image.size) if orientation(image) in TURNED else image.size
        is_several = image.format != "MPO" and getattr(image, "is_animated", False)
    except Exception as error:  # as above: EXIF can be as hostile as the rest
        raise unreadable(error) from error
    name = "JPEG" if image.format == "MPO" else str(image.format)  # a telephone's JPEG and a depth
    return Header(name, width, height, bool(is_several))


def orientation(image: Image.Image) -> int:
    """Return how the camera was held (EXIF, 1 to 8); 1 where it does not say.

    Asked of the base class: Pillow's PNG decodes every pixel to look for EXIF behind them.
    """
    return int(Image.Image.getexif(image).get(ORIENTATION, 1))


def refuse_sizes(header: Header) -> None:
    """Raise Refused for a picture that is too large to decode or too small to show."""
    if header.width * header.height > settings.IMAGE_MAX_PIXELS:
        raise Refused(too_many_pixels(header.width, header.height))
    if max(header.width, header.height) > LONGEST_SIDE:
        raise Refused(f"No side may be longer than {LONGEST_SIDE:,} pixels.")
    if min(header.width, header.height) < LEAST_SIDE:
        raise Refused(f"No side may be shorter than {LEAST_SIDE} pixels.")


def refuse_scans(file: IO[bytes]) -> None:
    """Raise Refused for a progressive JPEG that makes a decoder pass over it very often."""
    file.seek(0)
    content, at, scans = file.read(), 0, 0
    while (found := SEGMENT.search(content, at)) and found[1]:
        scans += found[1] == START_OF_SCAN
        at = found.end() + int.from_bytes(found[2], "big") - 2
    if scans > MOST_SCANS:
        raise Refused(f"The JPEG has more than {MOST_SCANS} scans. Export it once more.")


def too_many_pixels(*size: int) -> str:
    given = f" of {size[0]:,} × {size[1]:,}" if size else ""
    most = settings.IMAGE_MAX_PIXELS // 1_000_000
    return f"The picture{given} has too many pixels; {most} megapixels is the most. Scale it down."


def unreadable(error: Exception) -> Refused:
    """Return the refusal for a file that broke its decoder."""
    logger.info("A picture could not be read: %s", type(error).__name__)
    return Refused("The file is damaged, or not what it says it is. Export it once more.")


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".0 ", " ")
