"""Posters: three formats of one size, each at most 40 KB, without anything but pixels."""

import io

import pytest
from PIL import Image

from media.video import posters
from media.video.posters import make_posters, make_small
from media.video.tools import ToolFailed
from tests.media.video.clips import clip, ffmpeg, lavfi


def opened(poster) -> Image.Image:
    return Image.open(io.BytesIO(poster.content))


def test_a_poster_is_made_in_three_formats():
    made = make_posters(clip("plain.mp4"), 0.5)
    assert [opened(poster).format for poster in made] == ["AVIF", "WEBP", "JPEG"]
    assert {opened(poster).size for poster in made} == {(64, 48)}
    assert {(poster.width, poster.height) for poster in made} == {(64, 48)}
    for poster in made:
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(opened(poster).info)


def test_noise_is_scaled_down_until_it_fits(tmp_path):
    noise = tmp_path / "noise.mov"
    picture = "nullsrc=s=640x360:r=2,geq=random(1)*255:random(2)*255:random(3)*255"
    ffmpeg(*lavfi(picture), "-c:v", "mjpeg", noise)
    made = make_posters(noise, 0)
    assert all(len(poster.content) <= 40_000 for poster in made)
    assert len({(poster.width, poster.height) for poster in made}) == 1
    assert made[0].width / made[0].height == pytest.approx(16 / 9, abs=0.01)
    small = make_small(made)
    assert opened(small).format == "WEBP"
    assert len(small.content) <= 7_000
    assert small.width / small.height == pytest.approx(16 / 9, abs=0.02)


@pytest.mark.parametrize("at", [-1, 0, 0.99, 1, 500])
def test_a_moment_outside_takes_the_nearest_frame(at):
    assert len(make_posters(clip("silent.mp4"), at)) == 3


def test_a_frame_that_fits_at_no_size_is_reported(monkeypatch):
    monkeypatch.setattr(posters, "MOST_BYTES", 10)
    with pytest.raises(ToolFailed, match="No poster of this frame fits"):
        make_posters(clip("silent.mp4"), 0)
