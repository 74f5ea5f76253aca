import pytest

from tests.media.video.clips import leave_out_without_ffmpeg


@pytest.fixture(autouse=True, scope="session")
def ffmpeg():
    leave_out_without_ffmpeg()
