"""Convert a video to the one form that every browser plays, with nothing else left in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from media.uploads import Refused

from .containers import boxes
from .probe import LEAST_SECONDS, Video, describe
from .tools import SAFE, Limits, ToolFailed, file_name, output_of

LONGEST_SIDE: Final = 1280
MOST_BYTES_PER_SECOND: Final = 100_000  # 6 MB a minute
COUNTED_SECONDS: Final = 10  # a shorter clip may have as many bytes as one of ten seconds
FRAME_RATES: Final = (24000 / 1001, 24, 25, 30000 / 1001, 30)
KEYFRAME_SECONDS: Final = 2  # a player starts at the keyframe before the place that is asked for
THREADS: Final = "2"
# 180 s at 4K take five minutes of two cores.
LIMITS: Final = Limits(seconds=600, cpu_seconds=1200, memory_bytes=3_000_000_000)
Progress = Callable[[int], None]


ENCODING: Final = (
    f"-c:v libx264 -preset medium -profile:v main -level:v 4.0 -crf 23 -maxrate 640k -bufsize 640k"
    f" -threads {THREADS} -fps_mode cfr"
)
# Neither tags, nor chapters, nor versions and options of the encoders; the index comes first.
PLAIN: Final = (
    "-map_metadata -1 -map_chapters -1 -fflags +bitexact -flags:v +bitexact"
    " -bsf:v filter_units=remove_types=6 -movflags +faststart"
)


@dataclass(frozen=True)
class Converted:
    """The finished file."""

    width: int
    height: int
    seconds: float
    bytes: int
    has_audio: bool


def convert(
    source: Path, target: Path, *, start: float = 0, end: float | None = None, progress: Progress
) -> Converted:
    """Write `source` from `start` to `end` (seconds) to `target` as MP4 (H.264 and AAC).

    `progress` gets the percentage each time that it grows. `target` appears when it is whole and
    checked; until then a file beside it (`part_of`) is written, which the next attempt replaces,
    so let one process at a time work on a target. Raise Refused if the source can't be taken,
    ToolFailed if ffmpeg fails or reaches a limit.
    """
    video = describe(source)
    end = video.seconds if end is None else min(end, video.seconds)
    if not 0 <= start <= end - LEAST_SECONDS:
        raise Refused("The cut must end at least half a second after it begins.")
    part = part_of(target)
    part.unlink(missing_ok=True)
    try:
        command = ["ffmpeg", "-v", "quiet", "-nostdin", "-progress", "pipe:1"]
        command += [*input_options(source), *output_options(video, start, end), file_name(part)]
        most = most_bytes(end - start)
        limits = Limits(LIMITS.seconds, LIMITS.cpu_seconds, LIMITS.memory_bytes, 2 * most)
        with output_of(command, limits) as output:
            report(output, end - start, progress)
        converted = checked(part, end - start)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    progress(100)
    return converted


def part_of(target: Path) -> Path:
    """Return the file that is written before `target`; a killed worker may leave it behind."""
    return target.with_name(f".{target.name}.part")


def most_bytes(seconds: float) -> int:
    return int(MOST_BYTES_PER_SECOND * max(COUNTED_SECONDS, seconds))


def input_options(source: Path) -> list[str]:
    """Return the options that read `source`; time stamps stay as they are in the file."""
    return ["-copyts", "-threads", THREADS, *SAFE, "-i", file_name(source)]


def output_options(video: Video, start: float, end: float) -> list[str]:
    """Return the options for everything but the names of the files."""
    rate = frame_rate(video)
    options = ["-map", f"0:{video.stream}", "-vf", ",".join(picture_filters(video, start, end))]
    if video.has_audio:
        options += ["-map", f"0:{video.audio_stream}", "-af"]
        options += [",".join(sound_filters(video.begins_at + start, end - start))]
        options += ["-c:a", "aac", "-b:a", "96k", "-ac", "2", "-flags:a", "+bitexact"]
    pace = f"-g {round(rate * KEYFRAME_SECONDS)} -r {rate:.6f} -t {end - start:.3f}"
    return [*options, *ENCODING.split(), *pace.split(), *PLAIN.split(), "-f", "mp4"]


def frame_rate(video: Video) -> float:
    """Return a usual rate that the video's is once or twice, else 30."""
    for rate in FRAME_RATES:
        if any(abs(video.frame_rate / times - rate) < 0.01 for times in (1, 2)):
            return rate
    return FRAME_RATES[-1]


def picture_filters(video: Video, start: float, end: float) -> list[str]:
    """Return ffmpeg's filters: cut, constant frame rate, size, colors.

    ffmpeg itself turns the picture upright before them. A recording that changes its size halfway
    (a telephone was turned) is fitted into the first one, with black beside it.
    """
    width, height = scaled_size(video)
    begin = video.begins_at + start
    shape = "(iw/ih*sar)"
    is_same = f"lt(abs({shape}*{height}/{width}-1),0.05)"
    wide = f"if({is_same},{width},min({width},2*ceil({height}*{shape}/2)))"
    high = f"if({is_same},{height},min({height},2*ceil({width}/{shape}/2)))"
    return [
        f"trim=start={begin:.6f}:end={video.begins_at + end:.6f}",
        f"setpts=PTS-({begin:.6f})/TB",
        f"fps={frame_rate(video):.6f}",
        f"scale=w='{wide}':h='{high}':out_range=tv",
        *(tone_mapping(video.transfer) if video.is_hdr else ()),
        f"pad={width}:{height}:-1:-1",
        "setsar=1",
        "format=yuv420p",
    ]


def scaled_size(video: Video) -> tuple[int, int]:
    """Return the size of the result: even, at most LONGEST_SIDE, never more than the original."""
    share = min(1, LONGEST_SIDE / max(video.width, video.height))
    width, height = (max(2, 2 * round(side * share / 2)) for side in (video.width, video.height))
    return width, height


def tone_mapping(transfer: str) -> tuple[str, ...]:
    """Return the filters from HDR (BT.2020) to what ordinary screens show (BT.709)."""
    return (
        f"zscale=tin={transfer}:pin=bt2020:min=bt2020nc:rin=tv:t=linear:npl=100",
        "format=gbrpf32le",
        "zscale=p=bt709",
        "tonemap=hable:desat=0",
        "zscale=t=bt709:m=bt709:r=tv",
    )


def sound_filters(begin: float, seconds: float) -> list[str]:
    """Return ffmpeg's filters: cut, with silence where the track has a gap or is shorter."""
    return [
        f"atrim=start={begin:.6f}:end={begin + seconds:.6f}",
        f"asetpts=PTS-({begin:.6f})/TB",
        "aresample=48000:async=1:first_pts=0",
        f"apad=whole_dur={seconds:.6f}",
    ]


def report(output: Iterable[str], seconds: float, progress: Progress) -> None:
    """Read what ffmpeg says of its progress, and pass the percentage on; 100 is for the end."""
    reported = 0
    for line in output:
        name, _, value = line.strip().partition("=")
        if name == "out_time_us" and value.isdigit():
            percent = min(99, int(int(value) / 10_000 / seconds))
            if percent > reported:
                reported = percent
                progress(percent)


def checked(part: Path, seconds: float) -> Converted:
    """Return what the new file is; raise ToolFailed unless it is as it must be."""
    size = part.stat().st_size
    try:
        video = describe(part)
        with part.open("rb") as file:
            kinds = [box.kind for box in boxes(file)]
        is_index_last = kinds.index(b"moov") > kinds.index(b"mdat")
    except (Refused, ValueError) as error:
        raise ToolFailed(f"The converted file can't be read: {error}") from error
    if is_index_last:
        raise ToolFailed("The converted file has its index at the end.")
    if size > most_bytes(seconds):
        raise ToolFailed(f"The converted file has {size:,} bytes; {most_bytes(seconds):,} allowed.")
    if abs(video.seconds - seconds) > 1:
        raise ToolFailed(f"The converted file lasts {video.seconds:.1f} s, not {seconds:.1f} s.")
    return Converted(video.width, video.height, video.seconds, size, video.has_audio)
