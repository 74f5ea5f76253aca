"""Read captions that a person wrote or pasted, as WebVTT or SubRip; write them as WebVTT."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from webvtt import WebVTT
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Timestamp

from media.uploads import Refused

MOST_BYTES: Final = 200_000
MOST_CUES: Final = 2_000
MOST_CHARACTERS: Final = 1_000  # of one cue; more covers the picture
ROUNDING: Final = 1.0  # seconds that a caption may last longer than its video
PAUSE: Final = 2.0  # seconds of silence that begin a new paragraph
ARROW: Final = "-->"
COMMA: Final = re.compile(r"(\d\d),(\d{3})")  # SubRip writes 00:00:01,000
TAG: Final = re.compile(r"<[^<>]{0,200}>")  # <b>, <v Nora>, <00:00:01.000>
UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Cue:
    """One caption: from start to end, in seconds; plain text of one or more lines, not escaped."""

    start: float
    end: float
    text: str


def parse(text: str, *, seconds: float | None = None) -> list[Cue]:
    """Return the captions in `text`, for a video of `seconds`; raise Refused with the line.

    The text is WebVTT, or SubRip where it does not begin with WEBVTT. Of each caption its words
    are kept; styles, positions, regions and comments are not.
    """
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Refused(f"The captions are longer than {MOST_BYTES // 1000} KB. Shorten them.")
    cues: list[Cue] = []
    for line, block in blocks(text.removeprefix("\ufeff")):
        cue = read_cue(line, block)
        if cue is not None:
            refuse_time(line, cue, cues[-1] if cues else None, seconds)
            cues.append(cue)
        if len(cues) > MOST_CUES:
            raise refused(line, f"there are more than {MOST_CUES:,} captions")
    if not cues:
        raise Refused("There are no captions. Begin with a line such as 00:00.000 --> 00:04.000.")
    return cues


def blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the groups of lines between empty lines, each with the number of its first line.

    The header of a WebVTT file is left out.
    """
    block: list[str] = []
    begin, is_header = 1, text.startswith("WEBVTT")
    numbered = re.split(r"\r\n|\n|\r", text)
    for number, line in enumerate([*numbered, ""], 1):
        if line.strip():
            begin = begin if block else number
            block.append(line)
        elif block:
            if not is_header:
                yield begin, block
            elif any(ARROW in header for header in block):
                raise refused(begin, "an empty line is missing below WEBVTT")
            block, is_header = [], False


def read_cue(line: int, block: list[str]) -> Cue | None:
    """Return the caption in `block`, None for a comment, style or region; raise Refused."""
    times = [number for number, text in enumerate(block) if ARROW in text]
    if not times and block[0].startswith(("NOTE", "STYLE", "REGION")):
        return None
    if not times or times[0] > 1:
        raise refused(line, f"there is no time, such as 00:01.000 {ARROW} 00:04.000")
    if len(times) > 1:
        raise refused(line + times[1], "an empty line is missing before the next caption")
    block[times[0]] = COMMA.sub(r"\1.\2", block[times[0]])
    try:
        parsed = WebVTT.from_string("WEBVTT\n\n" + "\n".join(block), strict=True)
    except (MalformedCaptionError, MalformedFileError, ValueError) as error:
        raise refused(line + times[0], f"write the time as 00:01.000 {ARROW} 00:04.000") from error
    if len(parsed) != 1:
        raise refused(line + times[0], f"write the time as 00:01.000 {ARROW} 00:04.000")
    found = parsed[0]
    text = words(found.raw_text)
    if not text:
        raise refused(line, "the caption has no words")
    if len(text) > MOST_CHARACTERS:
        raise refused(line, f"the caption has more than {MOST_CHARACTERS:,} characters")
    return Cue(in_seconds(found.start_time), in_seconds(found.end_time), text)


def in_seconds(time: Timestamp) -> float:
    hours, minutes, seconds, thousandths = time.to_tuple()
    return (hours * 60 + minutes) * 60 + seconds + thousandths / 1000


def words(raw: str) -> str:
    """Return the text of a cue without tags and entities, as lines that are not empty."""
    plain = UNSEEN.sub("", html.unescape(TAG.sub("", raw)))
    return "\n".join(line for part in plain.split("\n") if (line := " ".join(part.split())))


def refuse_time(line: int, cue: Cue, before: Cue | None, seconds: float | None) -> None:
    if cue.end <= cue.start:
        raise refused(line, "the caption ends before it begins")
    if before is not None and cue.start < before.start:
        raise refused(line, "the caption begins before the one above it")
    if seconds is not None and cue.end > seconds + ROUNDING:
        raise refused(line, f"the caption ends after the video, which lasts {seconds:.1f} seconds")


def refused(line: int, reason: str) -> Refused:
    return Refused(f"Line {line}: {reason}.")


def to_vtt(cues: list[Cue]) -> str:
    """Return `cues` as a WebVTT file; the words are escaped, so that they are never markup."""
    parts = ["WEBVTT"]
    for cue in cues:
        times = f"{clock(cue.start)} {ARROW} {clock(cue.end)}"
        parts.append(f"{times}\n{html.escape(cue.text, quote=False)}")
    return "\n\n".join(parts) + "\n"


def clock(seconds: float) -> str:
    """Return `seconds` as hh:mm:ss.mmm."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def transcript(cues: list[Cue]) -> str:
    """Return the words as paragraphs with an empty line between them, a new one after a pause."""
    paragraphs: list[list[str]] = []
    end = float("-inf")
    for cue in cues:
        if cue.start - end >= PAUSE:
            paragraphs.append([])
        paragraphs[-1].extend(cue.text.split())
        end = cue.end
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
