"""Files that are refused: no videos, or with streams that are empty, protected or absurd."""

import zipfile
from pathlib import Path

from tests.media.video.clips import FAST, PICTURE, SOUND, box, clip, ffmpeg, lavfi, maker, patched


@maker
def empty(path: Path) -> None:
    path.touch()


@maker
def too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(301_000_000)


@maker
def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.write(clip("plain.mp4"))


@maker
def video_then_archive(path: Path) -> None:
    path.write_bytes(
        clip("plain.mp4").read_bytes() + box(b"free", clip("archive.mp4").read_bytes())
    )


@maker
def page_then_video(path: Path) -> None:
    page = box(b"free", b"<html><script>alert(1)</script>")
    path.write_bytes(page + clip("plain.mp4").read_bytes())


@maker
def document_then_video(path: Path) -> None:
    path.write_bytes(box(b"skip", b"\n%PDF-1.7\n") + clip("plain.mp4").read_bytes())


@maker
def drawing(path: Path) -> None:
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')


@maker
def photo_then_video(path: Path) -> None:
    photo = path.with_suffix(".jpg")
    ffmpeg(*lavfi(PICTURE), "-frames:v", 1, photo)
    path.write_bytes(photo.read_bytes() + clip("plain.mp4").read_bytes())


@maker
def playlist(path: Path) -> None:
    path.write_text(f"#EXTM3U\n#EXTINF:1,\nfile://{clip('plain.mp4')}\n#EXT-X-ENDLIST\n")


@maker
def list_of_files(path: Path) -> None:
    path.write_text(f"ffconcat version 1.0\nfile {clip('plain.mp4').name}\n")


@maker
def manifest(path: Path) -> None:
    path.write_text('<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>')


@maker
def filter_text(path: Path) -> None:
    path.write_text("movie=/etc/passwd")


@maker
def animation(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE), "-f", "gif", path)


@maker
def cut_off(path: Path) -> None:
    """The upload was interrupted; the index at the end is missing."""
    content = clip("plain.mp4").read_bytes()
    path.write_bytes(content[: len(content) // 2])


@maker
def cut_off_after_index(path: Path) -> None:
    whole = path.with_stem("index_first")
    ffmpeg("-i", clip("plain.mp4"), "-c", "copy", "-movflags", "faststart", whole)
    path.write_bytes(whole.read_bytes()[:-2000])


@maker
def junk_at_the_end(path: Path) -> None:
    path.write_bytes(clip("plain.mp4").read_bytes() + b"MZ" * 50)


@maker
def sound_only(path: Path) -> None:
    ffmpeg(*lavfi(SOUND), "-c:a", "aac", path)


@maker
def sound_with_cover(path: Path) -> None:
    cover = path.with_suffix(".png")
    ffmpeg(*lavfi(PICTURE), "-frames:v", 1, cover)
    ffmpeg(
        "-i",
        clip("sound_only.mp4"),
        "-i",
        cover,
        "-map",
        0,
        "-map",
        1,
        "-c",
        "copy",
        "-disposition:v",
        "attached_pic",
        path,
    )


@maker
def captions_only(path: Path) -> None:
    captions = path.with_suffix(".srt")
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nGood morning\n")
    ffmpeg("-i", captions, "-c:s", "srt", path)


@maker
def still(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE), "-frames:v", 1, *FAST, path)


@maker
def no_frames(path: Path) -> None:
    ffmpeg("-i", clip("plain.mp4"), "-c", "copy", "-t", 0, path)


@maker
def giant(path: Path) -> None:
    ffmpeg(*lavfi("color=s=20000x32:r=2"), "-c:v", "mjpeg", path)


@maker
def dwarf(path: Path) -> None:
    ffmpeg(*lavfi("testsrc2=s=16x16:r=10"), *FAST, path)


@maker
def hundred_tracks(path: Path) -> None:
    maps = ["-map", "0:v"] * 100
    ffmpeg("-i", clip("plain.mp4"), *maps, "-c", "copy", path)


@maker
def rare_picture(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE), "-c:v", "ffv1", path)


@maker
def rare_sound(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE, SOUND), "-preset", "ultrafast", "-c:a", "tta", path)


@maker
def protected(path: Path) -> None:
    key = "0123456789abcdef0123456789abcdef"
    scheme = ("-encryption_scheme", "cenc-aes-ctr", "-encryption_key", key, "-encryption_kid", key)
    ffmpeg("-i", clip("plain.mp4"), "-c", "copy", *scheme, path)


@maker
def too_long(path: Path) -> None:
    ffmpeg(*lavfi("testsrc2=s=64x48:r=1", seconds=183), *FAST, path)


@maker
def leaps(path: Path) -> None:
    """A frame in the middle is a day later than the one before."""
    leap = "setts=ts=TS+if(gt(N\\,5)\\,86400/TB\\,0)"
    ffmpeg("-i", clip("silent.mp4"), "-c", "copy", "-bsf:v", leap, path)


@maker
def blink(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE, seconds=0.2), *FAST, path)


@maker
def bomb(path: Path) -> None:
    """The index claims four thousand million frames of one byte each."""
    path.write_bytes(patched(clip("silent.mp4"), b"stsz", 8, b"\0\0\0\1\xff\xff\xff\xff"))


@maker
def zeros(path: Path) -> None:
    """All that the index points at is zero."""
    content = clip("silent.mp4").read_bytes()
    begin, end = content.find(b"mdat") + 4, content.find(b"moov") - 4
    path.write_bytes(content[:begin] + bytes(end - begin) + content[end:])


@maker
def stream_of_a_camcorder(path: Path) -> None:
    ffmpeg("-i", clip("plain.mp4"), "-c", "copy", "-f", "mpegts", path)


@maker
def old_film(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE), "-c:v", "mpeg4", "-f", "avi", path)
