"""Convert a clip of a minute, and do the same with ffmpeg alone: `python -m tools.bench.video`.

Ours reads and checks the clip, limits ffmpeg and checks the result; both use the same options.
"""

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from media.video.convert import convert, output_options  # noqa: E402  after the settings
from media.video.probe import describe  # noqa: E402

from .load import ROW  # noqa: E402

SECONDS = 60
ROUNDS = 3
AIM = 1 / 1.5  # of ffmpeg's speed
PICTURE = "testsrc2=s=1280x720:r=30"


def make(clip: Path) -> None:
    """Write a clip as a telephone does: 720p, H.264 and AAC."""
    sources = [("-f", "lavfi", "-t", str(SECONDS), "-i", name) for name in (PICTURE, "sine")]
    encoders = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(clip))
    ffmpeg(*sources[0], *sources[1], *encoders)


def ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)


def seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="contactatonce-bench-") as folder:
        clip, target = Path(folder) / "clip.mp4", Path(folder) / "target.mp4"
        make(clip)
        options = output_options(describe(clip), 0, SECONDS)
        plain = ["-copyts", "-threads", "2", "-i", str(clip), *options, str(target)]
        rounds = [
            (
                seconds(lambda: convert(clip, target, progress=lambda percent: None)),
                seconds(lambda: ffmpeg(*plain)),
            )
            for _ in range(ROUNDS)
        ]
    ratio = statistics.median(theirs / ours for ours, theirs in rounds)
    figures = [SECONDS / statistics.median(times) for times in zip(*rounds, strict=True)]
    title = "seconds of 720p converted"
    words = [title, f"{ratio:.2f}", f"{AIM:.2g}", *map("{:.1f}".format, figures)]
    print(ROW.format(*words, "", "", "", ""), flush=True)


if __name__ == "__main__":
    main()
