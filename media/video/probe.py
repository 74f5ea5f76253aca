"""Decide whether a file is a video that can be shown, before anything of it is kept."""

import math
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from media.uploads import Refused, megabytes

from .containers import ADVICE, DAMAGED, container_of
from .tools import LONGEST_SIDE, SAFE, Limits, ToolFailed, TooSlow, file_name, output_of

MOST_BYTES: Final = 300_000_000
MOST_SECONDS: Final = 180
LEAST_SECONDS: Final = 0.5
ROUNDING: Final = 1.0  # seconds; a recorder that stops at 180 s writes a few frames more
LEAST_SIDE: Final = 32
MOST_STREAMS: Final = 16  # a telephone writes six
MOST_FRAMES: Final = 60_000  # 180 s of slow motion have 43,200
MOST_LINES: Final = 400_000  # of ffprobe: a packet each, of pictures and of sound
STAMPS: Final = ("pts_time", "dts_time")
WIDEST_PIXEL: Final = 4  # times its height, and the reverse; anything else is a mistake
# Each of two runs. They belong to an upload, so a web process waits for them.
LIMITS: Final = Limits(seconds=20, cpu_seconds=10, memory_bytes=1_500_000_000)
CODECS: Final = {"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "h263", "mjpeg", "prores"}
SOUNDS: Final = {"aac", "opus", "vorbis", "mp3", "flac", "alac", "ac3", "amr_nb"}
HDR: Final = {"smpte2084", "arib-std-b67"}  # PQ and HLG, ITU-R BT.2100
DETAILS: Final = (
    "stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,color_transfer"
    ":stream_disposition=attached_pic:stream_side_data=rotation"
    ":packet=stream_index,pts_time,dts_time,flags"
)
UNREADABLE: Final = f"This video is damaged, or in a format that we can't read. {ADVICE}"
Fields = dict[str, str]


@dataclass(frozen=True)
class Video:
    """A video as it was read: size as shown upright; measured, not as the file claims."""

    container: str
    codec: str
    width: int
    height: int
    seconds: float
    frames: int
    begins_at: float  # the time stamp of the first frame that is shown, in seconds
    transfer: str  # of light to numbers; see HDR
    stream: int
    audio_stream: int | None

    @property
    def frame_rate(self) -> float:
        return self.frames / self.seconds

    @property
    def has_audio(self) -> bool:
        return self.audio_stream is not None

    @property
    def is_hdr(self) -> bool:
        return self.transfer in HDR


@dataclass
class Span:
    """The time stamps of the packets of one stream that are shown, in seconds."""

    first: float = math.inf
    last: float = -math.inf
    frames: int = 0

    def add(self, packet: Fields) -> None:
        """Count a packet; "D" marks one that is decoded and not shown."""
        stamp = next((packet[name] for name in STAMPS if packet.get(name, "N/A") != "N/A"), None)
        if stamp is not None and "D" not in packet.get("flags", ""):
            self.first, self.last = min(self.first, float(stamp)), max(self.last, float(stamp))
            self.frames += 1

    @property
    def seconds(self) -> float:
        """The last frame is shown for as long as the others on average."""
        return (self.last - self.first) * self.frames / (self.frames - 1) if self.frames > 1 else 0


def read_video(path: Path) -> Video:
    """Return what the video at `path` is; raise Refused with a message for the person who sent it.

    Takes at most forty seconds, usually less than one, and no memory of this process.
    """
    video = describe(path)
    with failures_refused():
        refuse_undecodable(path, video.stream)
    return video


def describe(path: Path) -> Video:
    """Do what `read_video` does, but decode nothing."""
    refuse_size(path.stat().st_size)
    container = container_of(path)
    with failures_refused():
        streams, spans = read_streams(path)
        picture = first_picture(streams)
        transfer = transfer_of(picture)
    width, height = shown_size(picture)
    span = spans.get(picture["index"], Span())
    refuse_length(span)
    return Video(
        container=container,
        codec=picture["codec_name"],
        width=width,
        height=height,
        seconds=span.seconds,
        frames=span.frames,
        begins_at=span.first,
        transfer=transfer,
        stream=int(picture["index"]),
        audio_stream=first_sound(streams),
    )


@contextmanager
def failures_refused() -> Iterator[None]:
    """Raise Refused where a program fails; a busy machine does not make a video a damaged one."""
    try:
        yield
    except TooSlow as error:
        raise Refused("We could not read the video in time. Send it again in a minute.") from error
    except ToolFailed as error:
        raise Refused(UNREADABLE) from error


def refuse_size(size: int) -> None:
    if not size:
        raise Refused("The file is empty. Send it again, or record it again.")
    if size > MOST_BYTES:
        raise Refused(
            f"The file has {megabytes(size)}; {megabytes(MOST_BYTES)} is the most. "
            "Send a shorter video or one of lower quality."
        )


def read_streams(path: Path) -> tuple[list[Fields], dict[str, Span]]:
    """Return what ffprobe says about each stream, and the span of the packets of each.

    A browser's recorder writes no duration, and what others write need not be true.
    """
    command = [
        "ffprobe",
        "-v",
        "quiet",
        "-threads",
        "1",
        *SAFE,
        "-of",
        "compact",
        "-show_entries",
        DETAILS,
    ]
    streams, spans = [], defaultdict[str, Span](Span)
    with output_of([*command, file_name(path)], LIMITS) as output:
        for number, line in enumerate(output):
            kind, *words = line.strip().split("|")
            fields = dict(word.split("=", 1) for word in words if "=" in word)
            if kind == "packet":
                spans[fields.get("stream_index", "")].add(fields)
            elif kind == "stream":
                streams.append(fields)
            if number > MOST_LINES:
                raise Refused(f"The file has more parts than a video of three minutes. {ADVICE}")
    if len(streams) > MOST_STREAMS:
        raise Refused(f"The file has {len(streams)} tracks; {MOST_STREAMS} is the most. {ADVICE}")
    return streams, spans


def first_picture(streams: list[Fields]) -> Fields:
    """Return the first stream of moving pictures; raise Refused if it can't be shown."""
    for stream in streams:
        is_cover = stream.get("disposition:attached_pic") == "1"
        if stream.get("codec_type") == "video" and not is_cover:
            break
    else:
        raise Refused(f"The file has no moving picture. {ADVICE}")
    if stream.get("codec_name") not in CODECS:
        raise Refused(f"The picture is in a format that we can't read. {ADVICE}")
    return stream


def first_sound(streams: list[Fields]) -> int | None:
    """Return the number of the first sound track, None if there is none; raise Refused."""
    for stream in streams:
        if stream.get("codec_type") == "audio":
            name = stream.get("codec_name", "")
            if name not in SOUNDS and not name.startswith("pcm_"):
                raise Refused(f"The sound is in a format that we can't read. {ADVICE}")
            return int(stream["index"])
    return None


def shown_size(stream: Fields) -> tuple[int, int]:
    """Return width and height in square pixels, upright; raise Refused for impossible ones."""
    try:
        width, height = int(stream["width"]), int(stream["height"])
        angle = float(stream.get("rotation", 0))
    except (KeyError, ValueError) as error:
        raise Refused(UNREADABLE) from error
    if max(width, height) > LONGEST_SIDE:
        raise Refused(
            f"The picture has {width:,} × {height:,} pixels; {LONGEST_SIDE:,} is the most for a "
            "side. Record it in a lower resolution, such as 1080p."
        )
    if min(width, height) < LEAST_SIDE:
        raise Refused(
            f"The picture has {width} × {height} pixels; {LEAST_SIDE} is the least for a side."
        )
    width = round(width * pixel_width(stream.get("sample_aspect_ratio", "")))
    is_lying = abs(abs(angle) % 180 - 90) < 1
    return (height, width) if is_lying else (width, height)


def pixel_width(ratio: str) -> float:
    """Return the width of a pixel in heights from ffprobe's "4:3"; 1 if it is not given."""
    across, _, down = ratio.partition(":")
    if not (across.isdigit() and down.isdigit() and int(across) and int(down)):
        return 1
    width = int(across) / int(down)
    return width if 1 / WIDEST_PIXEL <= width <= WIDEST_PIXEL else 1


def refuse_length(span: Span) -> None:
    if not span.frames:
        raise Refused(f"The video has no picture in it. {DAMAGED}")
    if span.seconds > MOST_SECONDS + ROUNDING:
        raise Refused(
            f"The video lasts {round(span.seconds):,} seconds; {MOST_SECONDS} is the most. "
            "Shorten it, or record it again."
        )
    if span.frames < 2:
        raise Refused(f"The file is a single picture, not a video. {ADVICE}")
    if span.seconds < LEAST_SECONDS:
        raise Refused("The video lasts less than a second. Record it again.")
    if span.frames > MOST_FRAMES:
        raise Refused(
            f"The video has {span.frames:,} pictures; {MOST_FRAMES:,} is the most. "
            "Record it at 30 or 60 pictures a second."
        )


def refuse_undecodable(path: Path, stream: int) -> None:
    """Raise Refused if not even one frame can be decoded."""
    command = ["ffmpeg", "-v", "quiet", "-nostdin", "-threads", "1", *SAFE]
    command += ["-i", file_name(path), "-map", f"0:{stream}", "-frames:v", "1"]
    with output_of([*command, "-progress", "pipe:1", "-f", "null", "-"], LIMITS) as output:
        is_decoded = "frame=1\n" in list(output)
    if not is_decoded:
        raise Refused(UNREADABLE)


def transfer_of(stream: Fields) -> str:
    """Return the name of the transfer function; raise Refused for HDR if it can't be converted."""
    transfer = stream.get("color_transfer", "")
    if transfer in HDR and not can_convert_hdr():
        raise Refused(
            "The video is in HDR. Turn HDR off in the settings of the camera, and record it again."
        )
    return transfer


@cache
def can_convert_hdr() -> bool:
    """Tell whether ffmpeg has zscale; builds other than Debian's may lack it."""
    with output_of(["ffmpeg", "-v", "quiet", "-filters"], LIMITS) as output:
        return " zscale " in "".join(output)
