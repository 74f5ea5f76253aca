"""Videos and files that are none, each made once per run of the tests and named by its function."""

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from media.video import tools
from tests.conftest import leave_out

PICTURE = "testsrc2=s=64x48:r=10"
SOUND = "sine=f=440:r=48000"
SECRET = "Secret-5f3a"  # in every tag and chapter of `tagged`
FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-shortest")
makers: dict[str, Callable[[Path], None]] = {}
made = tempfile.TemporaryDirectory(prefix="contactatonce-clips-")


def leave_out_without_ffmpeg() -> None:
    """Leave the tests of videos out where there is no ffmpeg; with CI=true, fail."""
    if missing := tools.missing():
        leave_out(f"{', '.join(missing)} (Debian: ffmpeg)")


def clip(name: str) -> Path:
    """Return the file of that name, made where this process has not made it yet."""
    path = Path(made.name) / name
    if not path.exists():
        makers[path.stem](path)
    return path


def maker(make: Callable[[Path], None]) -> Callable[[Path], None]:
    makers[make.__name__] = make
    return make


def ffmpeg(*arguments: object) -> None:
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-threads", "1", *map(str, arguments)]
    subprocess.run(command, check=True, stderr=subprocess.PIPE)


def lavfi(*sources: str, seconds: float = 1) -> list[str]:
    return [
        word for source in sources for word in ("-f", "lavfi", "-t", str(seconds), "-i", source)
    ]


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def patched(source: Path, mark: bytes, at: int, value: bytes) -> bytes:
    """Return the bytes of `source` with `value` written `at` bytes after each `mark`."""
    content = bytearray(source.read_bytes())
    found = content.find(mark)
    assert found > 0
    while found > 0:
        content[found + at : found + at + len(value)] = value
        found = content.find(mark, found + 1)
    return bytes(content)


@maker
def plain(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE, SOUND), *FAST, path)


@maker
def silent(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE), *FAST, path)


@maker
def recorder(path: Path) -> None:
    """A browser's recording: no duration, no index."""
    ffmpeg(*lavfi(PICTURE, SOUND), "-c:v", "libvpx", "-c:a", "libopus", "-live", 1, path)


@maker
def recorder_cut_off(path: Path) -> None:
    content = clip("recorder.webm").read_bytes()
    path.write_bytes(content[: len(content) * 9 // 10])


@maker
def fragmented(path: Path) -> None:
    flags = "frag_keyframe+empty_moov+default_base_moof"
    ffmpeg("-i", clip("plain.mp4"), "-c", "copy", "-movflags", flags, path)


@maker
def portrait(path: Path) -> None:
    """As telephones record: lying, with a flag. The left half is red, so the upper one at last."""
    halves = "color=blue:s=64x48:r=10,drawbox=w=32:h=48:t=fill:color=red"
    flat = path.with_stem("lying")
    ffmpeg(*lavfi(halves), *FAST, flat)
    ffmpeg("-i", flat, "-c", "copy", "-metadata:s:v", "rotate=90", path)


@maker
def upside_down(path: Path) -> None:
    ffmpeg("-i", clip("silent.mp4"), "-c", "copy", "-metadata:s:v", "rotate=180", path)


@maker
def uneven(path: Path) -> None:
    """Variable frame rate: 30 a second, then 5."""
    drop = "testsrc2=s=64x48:r=30,select='lt(t,0.5)+not(mod(n,6))'"
    ffmpeg(*lavfi(drop, seconds=2), *FAST, "-fps_mode", "vfr", path)


@maker
def slow(path: Path) -> None:
    ffmpeg(*lavfi("testsrc2=s=64x48:r=1", seconds=3), *FAST, path)


@maker
def quick(path: Path) -> None:
    ffmpeg(*lavfi("testsrc2=s=64x48:r=1000"), *FAST, path)


@maker
def begins_late(path: Path) -> None:
    """The first time stamp is a day."""
    ffmpeg("-i", clip("plain.mp4"), "-c", "copy", "-output_ts_offset", 86_400, path)


@maker
def begins_before_zero(path: Path) -> None:
    shift = ("-output_ts_offset", "-0.35", "-avoid_negative_ts", "disabled")
    ffmpeg("-i", clip("plain.mp4"), "-c", "copy", *shift, path)


@maker
def sound_an_hour_late(path: Path) -> None:
    plain = clip("plain.mp4")
    ffmpeg(
        "-i",
        plain,
        "-itsoffset",
        3600,
        "-i",
        plain,
        "-map",
        "0:v",
        "-map",
        "1:a",
        "-c",
        "copy",
        path,
    )


@maker
def sound_longer(path: Path) -> None:
    sound = lavfi(SOUND, seconds=5)
    ffmpeg(*lavfi(PICTURE), *sound, "-preset", "ultrafast", path)


@maker
def claims_days(path: Path) -> None:
    path.write_bytes(patched(clip("plain.mp4"), b"mvhd", 20, b"\x7f\xff\xff\xff"))


@maker
def hdr(path: Path) -> None:
    colors = "colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc:log-level=none"
    ffmpeg(
        *lavfi(PICTURE, SOUND),
        "-c:v",
        "libx265",
        "-preset",
        "ultrafast",
        "-x265-params",
        colors,
        "-tag:v",
        "hvc1",
        "-pix_fmt",
        "yuv420p10le",
        "-color_primaries",
        "bt2020",
        "-colorspace",
        "bt2020nc",
        "-color_trc",
        "arib-std-b67",
        path,
    )


@maker
def turned_halfway(path: Path) -> None:
    """The size changes in the middle, as when a telephone is turned while a browser records."""
    names = []
    for name, size in (("lying", "64x48"), ("upright", "48x64")):
        names.append(path.with_name(f"{name}.webm"))
        ffmpeg(*lavfi(f"testsrc2=s={size}:r=10"), "-c:v", "libvpx", names[-1])
    listed = path.with_suffix(".txt")
    listed.write_text("".join(f"file {name}\n" for name in names))
    ffmpeg("-f", "concat", "-safe", 0, "-i", listed, "-c", "copy", path)


@maker
def wide_pixels(path: Path) -> None:
    ffmpeg(*lavfi(f"{PICTURE},setsar=2"), *FAST, path)


@maker
def odd_size(path: Path) -> None:
    ffmpeg(*lavfi("testsrc2=s=65x49:r=10"), *FAST, "-pix_fmt", "yuv444p", path)


@maker
def ten_bits(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE), *FAST, "-pix_fmt", "yuv422p10le", path)


@maker
def large(path: Path) -> None:
    ffmpeg(*lavfi("testsrc2=s=2560x1440:r=2"), "-c:v", "mjpeg", path)


@maker
def camera(path: Path) -> None:
    ffmpeg(*lavfi(PICTURE, SOUND), "-c:v", "mjpeg", "-c:a", "pcm_s16le", path)


@maker
def tagged(path: Path) -> None:
    """Tags, a chapter, captions, a second picture and a second sound."""
    chapters, captions = path.with_suffix(".ini"), path.with_suffix(".srt")
    chapters.write_text(f";FFMETADATA1\n[CHAPTER]\nSTART=0\nEND=500000000\ntitle={SECRET}\n")
    captions.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{SECRET}\n")
    both = clip("plain.mp4")
    tags = [word for name in ("title", "comment", "artist") for word in ("-metadata", name)]
    tags = [f"{word}={SECRET}" if word != "-metadata" else word for word in tags]
    streams = ("-metadata:s:v", f"title={SECRET}", "-metadata:s:a", f"handler_name={SECRET}")
    ffmpeg(
        "-i",
        both,
        "-i",
        both,
        "-i",
        captions,
        "-i",
        chapters,
        "-map",
        "0",
        "-map",
        "1",
        "-map",
        "2",
        "-map_metadata",
        3,
        "-c",
        "copy",
        "-c:s",
        "mov_text",
        *tags,
        *streams,
        "-metadata",
        "location=+52.5163+013.3777/",
        path,
    )


@maker
def scratched(path: Path) -> None:
    """Bytes in the middle of the sound and pictures are lost."""
    content = bytearray(clip("silent.mp4").read_bytes())
    middle = content.find(b"mdat") + 3000
    content[middle : middle + 200] = bytes(200)
    path.write_bytes(content)
