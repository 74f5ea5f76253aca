"""Files to upload, made in memory, and what a test asks of the folders."""

import io
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from media import services
from media.models import Image, originals, published
from tests.base import StaffTestCase


def drawn(width: int = 900, height: int = 600, mode: str = "RGB") -> Pixels.Image:
    """Return a picture that no format compresses to nothing: two gradients and an edge."""
    across = Pixels.linear_gradient("L").rotate(90).resize((width, height))
    down = Pixels.linear_gradient("L").resize((width, height))
    edge = across.point(lambda value: 255 if value > 127 else 0)
    return Pixels.merge("RGB", (across, down, edge)).convert(mode)


def encoded(image: Pixels.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def upload(content: bytes, name: str = "file") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG (ISO/IEC 15948, section 5.3)."""
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def png(
    width: int, height: int, pixels: bytes, *, before: bytes = b"", after: bytes = b""
) -> bytes:
    """Return an RGB PNG with those chunks around its compressed pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rest = before + chunk(b"IDAT", pixels) + after + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + rest


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header says that it is huge."""
    return png(width, height, zlib.compress(b"\0" * 1000))


def progressive(scans: int) -> bytes:
    """Return a JPEG whose last scan is repeated, `scans` in all, followed by other data."""
    whole = encoded(drawn(200, 100).convert("L"), progressive=True)
    last = whole[whole.rindex(b"\xff\xc4", 0, whole.rindex(b"\xff\xda")) : -2]
    more = scans - whole.count(b"\xff\xda")
    return whole[:-2] + last * more + whole[-2:] + b"\xff\xda" * 100


def add(content: bytes | None = None, **fields: Any) -> Image:
    """Put a picture into the library, its smallest rendition made."""
    words = {"title": "Forecourt", "alt": "Cars on a forecourt", "decorative": False}
    file = upload(content or encoded(drawn(), quality=90))
    return services.add(file=file, **{**words, **fields})


def files_in(storage: Any) -> set[str]:
    """Return the name of every file in a storage."""
    home = Path(storage.location)
    return {str(file.relative_to(home)) for file in home.rglob("*") if file.is_file()}


class PicturesTestCase(StaffTestCase):
    """Empty folders before and after each test: files outlive a rolled-back row."""

    def setUp(self) -> None:
        super().setUp()
        self.empty_folders()
        self.addCleanup(self.empty_folders)

    def empty_folders(self) -> None:
        for storage in (originals(), published()):
            shutil.rmtree(storage.location, ignore_errors=True)

    def assert_nothing_is_kept(self) -> None:
        assert not Image.objects.exists()
        assert files_in(originals()) == files_in(published()) == set()
