"""Small files that guests could send, made by ffmpeg and Pillow."""

import io
import subprocess
import weakref
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image


@cache
def film(seconds: float = 2, size: str = "160x120") -> bytes:
    """Return a moving test picture with a tone, as MP4."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc=size={size}:rate=25"]
        command += ["-f", "lavfi", "-i", "sine=frequency=440", "-t", str(seconds)]
        command += ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
        subprocess.run([*command, "-c:a", "aac", str(path)], check=True)
        return path.read_bytes()


@cache
def photo(width: int = 320, height: int = 240) -> bytes:
    """Return a JPEG with a place in its EXIF."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "Taken at home, 12 Secret Street"
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def sent(content: bytes, name: str = "file") -> TemporaryUploadedFile:
    """Return `content` as a view gets it."""
    file = TemporaryUploadedFile(name, "application/octet-stream", len(content), None)
    file.write(content)
    file.flush()
    file.seek(0)
    weakref.finalize(file, file.close)
    return file
