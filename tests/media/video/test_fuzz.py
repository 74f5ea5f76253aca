"""Damaged videos: whatever bytes are changed, a file is read or refused, and nothing else."""

import random

import pytest

from media.uploads import Refused
from media.video import probe
from media.video.probe import Span, pixel_width, read_video, refuse_length
from media.video.tools import Limits
from tests.media.video.clips import clip


@pytest.mark.parametrize("name", ["tagged.mp4", "recorder.webm"])
def test_any_damage_is_read_or_refused(tmp_path, name):
    whole = clip(name).read_bytes()
    index = whole.find(b"moov") if name.endswith("mp4") else 0
    path = tmp_path / name
    for seed in range(6):
        chance = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 8, 64))):
            damaged[chance.randrange(index, min(len(whole), index + 4000))] = chance.randrange(256)
        path.write_bytes(damaged[: chance.choice((len(whole), len(whole) - 100))])
        try:
            video = read_video(path)
        except Refused as refusal:
            assert str(refusal)
        else:
            assert 0 < video.seconds <= 181 and 32 <= video.width <= 16_384


def test_a_program_that_prints_nonsense_is_refused(monkeypatch):
    monkeypatch.setattr(probe, "SAFE", ("-v", "quiet", "-show_entries", "format=duration"))
    with pytest.raises(Refused):
        read_video(clip("plain.mp4"))


def test_a_busy_machine_is_no_fault_of_the_video(monkeypatch):
    monkeypatch.setattr(probe, "LIMITS", Limits(0, 10, 500_000_000))
    with pytest.raises(Refused, match="could not read the video in time"):
        read_video(clip("plain.mp4"))


def test_a_video_that_needs_too_much_memory_is_refused(monkeypatch):
    monkeypatch.setattr(probe, "LIMITS", Limits(60, 10, 100_000_000))
    with pytest.raises(Refused, match="a format that we can't read"):
        read_video(clip("plain.mp4"))


@pytest.mark.parametrize(
    ("stamps", "message"),
    [
        ([0, 182], "364 seconds"),
        ([-90, 100], "380 seconds"),
        ([0, -0.1], "less than a second"),
        ([number / 1000 for number in range(60_002)], "60,002 pictures"),
    ],
)
def test_time_stamps_decide(stamps, message):
    span = Span()
    for stamp in stamps:
        span.add({"pts_time": str(stamp), "flags": "K_"})
    span.add({"pts_time": "-1000", "flags": "KD"})
    span.add({"pts_time": "N/A", "dts_time": "N/A"})
    with pytest.raises(Refused, match=message):
        refuse_length(span)


@pytest.mark.parametrize(
    ("ratio", "width"),
    [("1:1", 1), ("4:3", 4 / 3), ("0:1", 1), ("N/A", 1), ("", 1), ("1:9999", 1), ("-4:3", 1)],
)
def test_an_impossible_shape_of_pixels_is_square(ratio, width):
    assert pixel_width(ratio) == width
