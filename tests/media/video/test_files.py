"""Usual, unusual and hostile files: each is converted well, or refused with the reason."""

import json
import subprocess
from pathlib import Path

import pytest

from media.uploads import Refused
from media.video import probe
from media.video.containers import boxes
from media.video.probe import read_video
from media.video.tools import TooSlow
from tests.media.video import refused_clips  # noqa: F401  it adds to the clips
from tests.media.video.clips import clip

# Name, size of the result, seconds, whether there is sound.
TAKEN = [
    ("plain.mp4", (64, 48), 1, True),
    ("silent.mp4", (64, 48), 1, False),
    ("recorder.webm", (64, 48), 1, True),
    ("recorder_cut_off.webm", (64, 48), 0.9, True),
    ("fragmented.mp4", (64, 48), 1, True),
    ("portrait.mp4", (48, 64), 1, False),
    ("upside_down.mp4", (64, 48), 1, False),
    ("uneven.mp4", (64, 48), 1.9, False),
    ("slow.mp4", (64, 48), 3, False),
    ("quick.mp4", (64, 48), 1, False),
    ("begins_late.mp4", (64, 48), 1, True),
    ("begins_before_zero.mp4", (64, 48), 0.6, True),
    ("sound_an_hour_late.mp4", (64, 48), 1, True),
    ("sound_longer.mp4", (64, 48), 1, True),
    ("claims_days.mp4", (64, 48), 1, True),
    ("hdr.mp4", (64, 48), 1, True),
    ("turned_halfway.webm", (64, 48), 2, False),
    ("wide_pixels.mp4", (128, 48), 1, False),
    ("odd_size.mp4", (64, 48), 1, False),
    ("ten_bits.mp4", (64, 48), 1, False),
    ("large.mov", (1280, 720), 1, False),
    ("camera.mov", (64, 48), 1, True),
    ("tagged.mp4", (64, 48), 1, True),
    ("scratched.mp4", (64, 48), 1, False),
]
REFUSED = [
    ("empty.mp4", "The file is empty."),
    ("too_large.mp4", "301 MB; 300 MB is the most"),
    ("archive.mp4", "an archive or a document"),
    ("video_then_archive.mp4", "contains another one"),
    ("page_then_video.mp4", "contains another one"),
    ("document_then_video.mp4", "contains another one"),
    ("photo_then_video.mp4", "a picture (JPEG)"),
    ("drawing.mp4", "a web page or drawing"),
    ("manifest.mp4", "a web page or drawing"),
    ("playlist.mp4", "a playlist"),
    ("list_of_files.mp4", "a playlist"),
    ("filter_text.mp4", "not a video"),
    ("animation.mp4", "an animated picture (GIF)"),
    ("still.mp4", "a single picture"),
    ("cut_off.mp4", "incomplete"),
    ("cut_off_after_index.mp4", "incomplete"),
    ("junk_at_the_end.mp4", "damaged"),
    ("sound_only.mp4", "no moving picture"),
    ("sound_with_cover.mp4", "no moving picture"),
    ("captions_only.mkv", "no moving picture"),
    ("no_frames.mp4", "no moving picture"),
    ("bomb.mp4", "no picture in it"),
    ("zeros.mp4", "damaged"),
    ("giant.mov", "20,000 × 32 pixels; 4,096 is the most"),
    ("dwarf.mp4", "16 × 16 pixels; 32 is the least"),
    ("hundred_tracks.mkv", "100 tracks; 16 is the most"),
    ("rare_picture.mkv", "a format that we can't read"),
    ("rare_sound.mkv", "a format that we can't read"),
    ("protected.mp4", "copy-protected"),
    ("too_long.mp4", "183 seconds; 180 is the most"),
    ("leaps.mp4", "96,001 seconds; 180 is the most"),
    ("blink.mp4", "less than a second"),
    ("stream_of_a_camcorder.mp4", "a transport stream"),
    ("old_film.mp4", "AVI"),
]


def look_at(path: Path) -> dict:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_chapters"]
    return json.loads(subprocess.run([*command, path], capture_output=True, check=True).stdout)


@pytest.mark.parametrize(("name", "size", "seconds", "has_sound"), TAKEN, ids=lambda value: value)
def test_a_video_is_converted(converted, name, size, seconds, has_sound):
    result, file = converted(name)
    assert ((result.width, result.height), result.has_audio) == (size, has_sound)
    assert result.seconds == pytest.approx(seconds, abs=0.1)

    found = look_at(file)
    picture, *sound = found["streams"]
    assert (picture["codec_name"], picture["pix_fmt"]) == ("h264", "yuv420p")
    assert (picture["width"], picture["height"]) == size
    assert picture["sample_aspect_ratio"] == "1:1" and "side_data_list" not in picture
    assert picture["r_frame_rate"] == picture["avg_frame_rate"] == "30/1"
    assert picture["start_time"] == "0.000000"
    assert [stream["codec_name"] for stream in sound] == ["aac"] * has_sound
    assert found["chapters"] == []
    with file.open("rb") as opened:
        assert [box.kind for box in boxes(opened)] == [b"ftyp", b"moov", b"free", b"mdat"]


def test_what_was_read_is_measured_and_not_claimed():
    claims, recorder = read_video(clip("claims_days.mp4")), read_video(clip("recorder.webm"))
    assert (claims.container, claims.codec, claims.frames) == ("MP4", "h264", 10)
    assert (recorder.container, recorder.codec, recorder.frames) == ("WebM", "vp8", 10)
    assert claims.seconds == recorder.seconds == 1
    assert claims.has_audio and recorder.has_audio and not claims.is_hdr
    assert read_video(clip("hdr.mp4")).is_hdr
    assert round(read_video(clip("quick.mp4")).frame_rate) == 1000


def test_hdr_on_a_busy_machine_is_refused_until_later(monkeypatch):
    def busy():
        raise TooSlow("ffmpeg was stopped after 20 s.")

    monkeypatch.setattr(probe, "can_convert_hdr", busy)
    with pytest.raises(Refused, match="Send it again in a minute"):
        read_video(clip("hdr.mp4"))


@pytest.mark.parametrize(("name", "reason"), REFUSED, ids=lambda value: value)
def test_a_file_is_refused_with_the_reason(name, reason):
    with pytest.raises(Refused) as refusal:
        read_video(clip(name))
    assert reason in str(refusal.value)
