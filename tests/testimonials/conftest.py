from pathlib import Path

import pytest

from testimonials.video import tools
from testimonials.video.convert import Converted, convert
from tests.conftest import leave_out
from tests.testimonials.clips import clip


@pytest.fixture(autouse=True, scope="session")
def ffmpeg():
    """Leave the tests of videos out where there is no ffmpeg; with CI=true, fail."""
    if missing := tools.missing():
        leave_out(f"{', '.join(missing)} (Debian: ffmpeg)")


@pytest.fixture
def converted(tmp_path):
    """Return a function that converts a clip and gives the result and its file."""

    def make(name: str, **options) -> tuple[Converted, Path]:
        target = tmp_path / "result.mp4"
        return convert(clip(name), target, progress=lambda percent: None, **options), target

    return make
