"""Run ffmpeg and ffprobe, which read files of strangers, under limits."""

import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

# Debian has the first two in its package ffmpeg and the others on every machine.
PROGRAMS: Final = ("ffmpeg", "ffprobe", "setpriv", "prlimit", "nice")
DECODERS: Final = (  # captions and covers too: ffprobe gives up where it can't open a stream
    "h264,hevc,vp8,vp9,libdav1d,mpeg4,h263,mjpeg,prores,aac,opus,vorbis,mp3float,flac,alac,ac3,"
    "amrnb,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_f32le,mov_text,srt,subrip,ass,webvtt,png"
)
LONGEST_SIDE: Final = 4096
# Options of an input: a playlist in disguise opens no other file and no URL, an unusual codec is
# not decoded, and a stream whose pictures grow halfway is not followed.
SAFE: Final = (
    "-protocol_whitelist",
    "file",
    "-format_whitelist",
    "mov,matroska",
    "-codec_whitelist",
    DECODERS,
    "-max_pixels",
    str(LONGEST_SIDE**2),
)
LONGEST_LINE: Final = 10_000
# Not ours, which has keys; and fewer of malloc's arenas, each of which takes address space.
ENVIRONMENT: Final = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LC_ALL": "C",
    "MALLOC_ARENA_MAX": "2",
}


class ToolFailed(Exception):
    """A program failed or reached a limit; the message names it, and nothing of the file."""


class TooSlow(ToolFailed):
    """A program took too long, perhaps because the machine has other work."""


@dataclass(frozen=True)
class Limits:
    """The most that one run may take; memory is address space, file is what it may write."""

    seconds: float
    cpu_seconds: int
    memory_bytes: int
    file_bytes: int = 0


def missing() -> list[str]:
    """Return the programs that this machine lacks; [] if videos can be converted here."""
    return [name for name in PROGRAMS if shutil.which(name, path=ENVIRONMENT["PATH"]) is None]


def is_available() -> bool:
    return not missing()


def file_name(path: Path) -> str:
    """Return how ffmpeg is given a file, so that no name is read as an option or a protocol."""
    return f"file:{path.absolute()}"


@contextmanager
def output_of(command: Sequence[str], limits: Limits) -> Iterator[Iterator[str]]:
    """Run `command` and give the lines that it prints, as it prints them.

    The caller reads all of them or raises. Raise ToolFailed when the program does not end well;
    it never outlives the block, nor this process. The limits are set by small programs that
    replace each other (`exec`) and end as the one asked for: Python's preexec_fn may deadlock
    where threads run. Errors are not read: they quote what is in the file.
    """
    process = subprocess.Popen(  # noqa: S603  our own words; files are named by `file_name`
        [*limited(limits), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        encoding="ascii",
        errors="replace",
    )
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        process.kill()

    timer = threading.Timer(limits.seconds, end)
    timer.daemon = True
    with process:
        try:
            timer.start()
            yield lines(cast(IO[str], process.stdout))
            status = process.wait()
        finally:
            timer.cancel()
            process.kill()
    if is_late.is_set():
        raise TooSlow(f"{command[0]} was stopped after {limits.seconds:g} s.")
    if status:
        raise ToolFailed(reason(command[0], status, limits))


def lines(file: IO[str]) -> Iterator[str]:
    """Yield the lines of `file`, an endless one in pieces."""
    while line := file.readline(LONGEST_LINE):
        yield line


def limited(limits: Limits) -> list[str]:
    """Return the start of a command line that puts the rest of it under `limits`."""
    return [
        "setpriv",
        "--no-new-privs",
        "--pdeathsig",
        "KILL",
        "prlimit",
        "--core=0",
        f"--fsize={limits.file_bytes}",
        f"--as={limits.memory_bytes}",
        f"--cpu={limits.cpu_seconds}",
        "nice",
        "-n",
        "10",
    ]


def reason(program: str, status: int, limits: Limits) -> str:
    """Return the message for a program that ended with `status` (negative: a signal)."""
    if status in {-signal.SIGKILL, -signal.SIGXCPU}:
        return f"{program} was stopped: more than {limits.cpu_seconds} s of processor time."
    if status == -signal.SIGXFSZ:
        return f"{program} was stopped: it wrote more than {limits.file_bytes:,} bytes."
    megabytes = limits.memory_bytes // 1_000_000
    return f"{program} ended with status {status}; it may use {megabytes:,} MB of memory."
