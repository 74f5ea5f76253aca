"""The converted file: nothing of the sender's tags, upright, cut, small, and whole or not there."""

import subprocess

import pytest
from PIL import Image

from media.uploads import Refused
from media.video import convert as conversion
from media.video.convert import convert, most_bytes, part_of
from media.video.tools import Limits, ToolFailed
from tests.media.video.clips import SECRET, clip, ffmpeg, lavfi


def frame(path, at: float) -> Image.Image:
    picture = path.with_suffix(".png")
    ffmpeg("-ss", at, "-i", path, "-frames:v", 1, picture)
    with Image.open(picture) as image:
        return image.convert("RGB")


def brightest(image: Image.Image, part: tuple[int, int, int, int]) -> int:
    return image.crop(part).convert("L").getextrema()[1]


def is_near(pixel, color) -> bool:
    return all(abs(a - b) < 60 for a, b in zip(pixel, color, strict=True))


def test_no_tag_of_the_original_is_left(converted):
    assert clip("tagged.mp4").read_bytes().count(SECRET.encode()) >= 5
    assert b"loci" in clip("tagged.mp4").read_bytes()  # where it was recorded
    content = converted("tagged.mp4")[1].read_bytes()
    for mark in (SECRET.encode(), b"loci", b"earth", b"Lavf", b"x264 - core"):
        assert mark not in content
    assert b"\0\0\0\x08ilst" in content  # the list of tags is empty


def test_a_portrait_is_upright_without_a_flag(converted):
    image = frame(converted("portrait.mp4")[1], 0.5)
    assert image.size == (48, 64)
    top, bottom = image.getpixel((24, 12)), image.getpixel((24, 52))
    shown = frame(clip("portrait.mp4"), 0.5)  # by ffmpeg itself
    assert is_near(top, shown.getpixel((24, 12))) and is_near(bottom, shown.getpixel((24, 52)))
    assert not is_near(top, bottom)


def test_a_telephone_that_is_turned_halfway_is_not_stretched(converted):
    file = converted("turned_halfway.webm")[1]
    beside, middle = (0, 0, 12, 48), (14, 0, 50, 48)
    assert brightest(frame(file, 0.5), beside) > 150
    assert brightest(frame(file, 1.5), beside) < 60 and brightest(frame(file, 1.5), middle) > 150


def test_a_cut_keeps_what_is_between_start_and_end(converted, tmp_path):
    result, file = converted("slow.mp4", start=0.9, end=2.1)
    assert result.seconds == pytest.approx(1.2, abs=0.05)
    original, cut = frame(clip("slow.mp4"), 1.0), frame(file, 0.5)
    assert is_near(cut.getpixel((10, 40)), original.getpixel((10, 40)))
    for start, end in ((2, 1), (-1, 1), (0.9, 1.1), (5, 6)):
        with pytest.raises(Refused, match="The cut must end"):
            converted("slow.mp4", start=start, end=end)


def test_a_recording_without_index_can_be_cut(converted):
    result, _ = converted("recorder.webm", start=0.4)
    assert result.seconds == pytest.approx(0.6, abs=0.05) and result.has_audio


def test_hdr_is_converted_to_ordinary_colors(converted):
    file = converted("hdr.mp4")[1]
    command = [
        "ffprobe",
        "-v",
        "error",
        "-of",
        "csv",
        "-show_entries",
        "stream=color_transfer",
        file,
    ]
    assert b"bt709" in subprocess.run(command, capture_output=True, check=True).stdout


def test_noise_of_a_minute_has_at_most_six_megabytes(tmp_path):
    """Noise is what compresses least; fifteen seconds of it are enough to see the rate."""
    noise = tmp_path / "noise.mp4"
    picture = "nullsrc=s=160x120:r=30,geq=random(1)*255:128:128"
    ffmpeg(*lavfi(picture, "anoisesrc", seconds=15), "-c:v", "mjpeg", "-c:a", "aac", noise)
    result = convert(noise, tmp_path / "result.mp4", progress=lambda percent: None)
    assert 500_000 < result.bytes <= most_bytes(15) == 1_500_000


def test_progress_grows_to_a_hundred(tmp_path):
    told = []
    convert(clip("plain.mp4"), tmp_path / "result.mp4", progress=told.append)
    assert told == sorted(set(told)) and told[-1] == 100 and len(told) > 1


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(0.1, 60, 3_000_000_000), "ffmpeg was stopped after 0.1 s."),
        (Limits(60, 0, 3_000_000_000), "more than 0 s of processor time"),
        (Limits(60, 60, 350_000_000), "it may use 350 MB of memory"),
    ],
)
def test_a_conversion_stops_at_its_limits(tmp_path, monkeypatch, limits, message):
    monkeypatch.setattr(conversion, "LIMITS", limits)
    target = tmp_path / "result.mp4"
    target.write_text("the version before")
    with pytest.raises(ToolFailed) as failure:
        convert(clip("large.mov"), target, progress=lambda percent: None)
    assert message in str(failure.value)
    assert target.read_text() == "the version before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_conversion_stops_where_it_would_fill_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(conversion, "COUNTED_SECONDS", 0.01)
    monkeypatch.setattr(conversion, "MOST_BYTES_PER_SECOND", 100)
    with pytest.raises(ToolFailed, match="it wrote more than 200 bytes"):
        convert(clip("plain.mp4"), tmp_path / "result.mp4", progress=lambda percent: None)
    assert list(tmp_path.iterdir()) == []


def test_a_half_file_of_a_killed_worker_is_replaced(tmp_path):
    target = tmp_path / "result.mp4"
    part_of(target).write_bytes(b"half")
    convert(clip("plain.mp4"), target, progress=lambda percent: None)
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_of_the_caller_ends_ffmpeg_and_leaves_nothing(tmp_path):
    def fail(percent: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        convert(clip("plain.mp4"), tmp_path / "result.mp4", progress=fail)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fault", ["index", "size", "length", "format"])
def test_a_result_that_is_not_as_it_must_be_is_not_kept(tmp_path, monkeypatch, fault):
    options = conversion.output_options
    if fault == "index":
        monkeypatch.setattr(
            conversion, "output_options", lambda *args: [*options(*args), "-movflags", "0"]
        )
    if fault == "format":
        monkeypatch.setattr(
            conversion, "output_options", lambda *args: [*options(*args), "-f", "matroska"]
        )
    if fault == "length":
        monkeypatch.setattr(conversion, "output_options", lambda *args: options(args[0], 0, 1))
    if fault == "size":
        monkeypatch.setattr(conversion, "COUNTED_SECONDS", 0.05)
        monkeypatch.setattr(conversion, "MOST_BYTES_PER_SECOND", 1200)
    with pytest.raises(ToolFailed, match="The converted file"):
        convert(clip("slow.mp4"), tmp_path / "result.mp4", progress=lambda percent: None)
    assert list(tmp_path.iterdir()) == []
