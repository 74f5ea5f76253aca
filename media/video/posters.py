"""Draw the still picture that a video shows before it plays."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

from media.rendering import Encoded, Format, encode

from .probe import describe
from .tools import SAFE, Limits, ToolFailed, file_name, output_of

MOST_BYTES: Final = 40_000
NARROWER: Final = (960, 640, 400, 240)
MOST_SMALL_BYTES: Final = 7_000  # twelve of them are on a wall of at most 150 KB
SMALL: Final = (480, 400, 320, 240, 160, 80)
FORMATS: Final = (Format.JPEG, Format.WEBP, Format.AVIF)  # the largest first
QUALITIES: Final = (75, 60, 45, 30)
LIMITS: Final = Limits(
    seconds=60, cpu_seconds=60, memory_bytes=2_000_000_000, file_bytes=30_000_000
)


def make_posters(video: Path, at: float) -> list[Encoded]:
    """Return the frame that is shown `at` seconds as AVIF, WebP and JPEG of at most 40 KB each.

    All three have one size, so that a page can reserve the place. `video` is a converted one:
    upright, at most 1,280 pixels wide, in colors that a screen shows. Past its end the last frame
    is taken. Raise ToolFailed if no frame can be read.
    """
    return fit(frame(video, at))


def fit(image: Image.Image) -> list[Encoded]:
    """Return `image` as AVIF, WebP and JPEG of one size, each of at most 40 KB."""
    for width in (image.width, *NARROWER):
        if width <= image.width:
            height = max(1, round(image.height * width / image.width))
            scaled = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
            if posters := all_fitted(scaled):
                return posters
    raise ToolFailed(f"No poster of this frame fits into {MOST_BYTES:,} bytes.")


def make_small(pictures: Sequence[Encoded]) -> Encoded:
    """Return the last of `pictures`, a JPEG, as a WebP for a card, of at most 7 KB."""
    with Image.open(BytesIO(pictures[-1].content), formats=("JPEG",)) as image:
        for width in SMALL:
            height = max(1, round(image.height * width / image.width))
            scaled = image.resize((width, height)) if width < image.width else image
            found = fitted(scaled, Format.WEBP, MOST_SMALL_BYTES)
            if found is not None:
                return found
    raise ToolFailed(f"No small picture fits into {MOST_SMALL_BYTES:,} bytes.")


def all_fitted(image: Image.Image) -> list[Encoded]:
    """Return `image` in each format, [] if one of them is too large."""
    posters = []
    for kind in FORMATS:
        poster = fitted(image, kind, MOST_BYTES)
        if poster is None:
            return []
        posters.append(poster)
    return posters[::-1]


def fitted(image: Image.Image, kind: Format, most: int) -> Encoded | None:
    """Return `image` at the best quality that fits into `most` bytes, None if none does."""
    for quality in QUALITIES:
        poster = encode(image, kind, quality)
        if len(poster.content) <= most:
            return poster
    return None


def frame(video: Path, at: float) -> Image.Image:
    """Return the frame that is shown `at` seconds; raise ToolFailed if it can't be read."""
    described = describe(video)
    at = max(0, min(at, described.seconds - 2 / described.frame_rate))
    with TemporaryDirectory() as folder:
        picture = Path(folder) / "frame.png"
        command = ["ffmpeg", "-v", "quiet", "-nostdin", *SAFE, "-ss", f"{at:.3f}"]
        command += ["-i", file_name(video), "-map", "0:v:0", "-frames:v", "1"]
        with output_of(
            [*command, "-f", "image2", "-c:v", "png", file_name(picture)], LIMITS
        ) as out:
            list(out)
        if not picture.exists():
            raise ToolFailed("The video has no frame there.")
        with Image.open(picture, formats=("PNG",)) as image:
            return image.convert("RGB")
