from pathlib import Path

import pytest

from media.video.convert import Converted, convert
from tests.media.video.clips import clip, leave_out_without_ffmpeg


@pytest.fixture(autouse=True, scope="session")
def ffmpeg():
    leave_out_without_ffmpeg()


@pytest.fixture
def converted(tmp_path):
    """Return a function that converts a clip and gives the result and its file."""

    def make(name: str, **options) -> tuple[Converted, Path]:
        target = tmp_path / "result.mp4"
        return convert(clip(name), target, progress=lambda percent: None, **options), target

    return make
