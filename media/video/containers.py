"""Tell what kind of file was sent, by its first bytes and its outline, never by its name."""

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from media.uploads import Refused

MATROSKA: Final = b"\x1a\x45\xdf\xa3"  # EBML, RFC 8794
FIRST_BOXES: Final = {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"wide", b"free", b"skip"}
STILL_BRANDS: Final = {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"}
MOST_BOXES: Final = 200_000  # a recorder may write two for each frame
LOOKS_LIKE_TEXT: Final = 1024
LOOKS_AT_INDEX: Final = 1_000_000
PROTECTED: Final = b"encv"  # a picture under common encryption, ISO/IEC 23001-7
KINDS: Final = (  # how files begin that are sent by mistake, or on purpose
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"GIF8", "an animated picture (GIF)"),
    (b"PK\x03\x04", "an archive or a document"),
    (b"PK\x05\x06", "an archive"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"%PDF", "a document (PDF)"),
    (b"#EXTM3U", "a playlist"),
    (b"ffconcat", "a playlist"),
    (b"ID3", "a sound recording"),
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a sound recording"),
    (b"RIFF", "an AVI or WAV file"),
    (b"FLV", "a Flash video"),
    (b"\x30\x26\xb2\x75", "a Windows Media file"),
    (b"\x47", "a transport stream (MTS)"),
    (b"WEBVTT", "a file of captions"),
    (b"<", "a web page or drawing"),
)
MARKUP: Final = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"%pdf-", b"#!/")
ADVICE: Final = "Send a video as MP4, MOV or WebM, as telephones and browsers record it."
DAMAGED: Final = "The video is incomplete or damaged. Send the file again, or record it again."


@dataclass(frozen=True)
class Box:
    """A part of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2); numbers are bytes."""

    kind: bytes
    offset: int
    size: int


def container_of(path: Path) -> str:
    """Return "MP4" (QuickTime too) or "WebM" (Matroska too); raise Refused for anything else."""
    with path.open("rb") as file:
        start = file.read(LOOKS_LIKE_TEXT)
        refuse_second_faces(start, file)
        if start.startswith(MATROSKA):
            return "WebM"
        if start[4:8] in FIRST_BOXES:
            refuse_outline(start, file)
            return "MP4"
    if start.startswith(b"\xef\xbb\xbf"):
        start = start[3:]
    for begin, what in KINDS:
        if start.lstrip().startswith(begin):
            raise Refused(f"This is {what}, not a video that we can read. {ADVICE}")
    raise Refused(f"This is not a video that we can read. {ADVICE}")


def refuse_second_faces(start: bytes, file: IO[bytes]) -> None:
    """Raise Refused for a video that another program would take for a page or an archive."""
    is_text_too = any(mark in start.lower() for mark in MARKUP)
    if (is_text_too and not start.lstrip().startswith(b"<")) or (
        zipfile.is_zipfile(file) and not start.startswith(b"PK")
    ):
        raise Refused(f"The file contains another one (a web page or an archive). {ADVICE}")


def refuse_outline(start: bytes, file: IO[bytes]) -> None:
    """Raise Refused for an MP4 that is cut off, or that is a picture."""
    if start[4:8] == b"ftyp" and start[8:12] in STILL_BRANDS:
        raise Refused(f"This is a picture, not a video. {ADVICE}")
    try:
        index = None
        for box in boxes(file):
            index = index or (box if box.kind == b"moov" else None)
    except ValueError as error:
        raise Refused(DAMAGED) from error
    if index is None:
        raise Refused(DAMAGED)
    file.seek(index.offset)
    if PROTECTED in file.read(min(index.size, LOOKS_AT_INDEX)):
        raise Refused("The video is copy-protected. Send one that you recorded yourself.")


def boxes(file: IO[bytes]) -> Iterator[Box]:
    """Yield the outermost boxes of a file; raise ValueError where they do not fill it."""
    end = file.seek(0, os.SEEK_END)
    offset = count = 0
    while offset < end:
        file.seek(offset)
        head = file.read(16)
        size, kind, least = int.from_bytes(head[:4], "big"), head[4:8], 8
        if not head.strip(b"\0"):
            return  # padding, which recorders leave at the end
        if size == 1:
            size, least = int.from_bytes(head[8:], "big"), 16
        elif size == 0:
            size = end - offset  # to the end of the file
        count += 1
        if not least <= size <= end - offset or count > MOST_BOXES:
            raise ValueError(f"box {count} has {size} bytes")
        yield Box(kind, offset, size)
        offset += size
