"""The erasure ledger: a file outside the database that records what must never come back.

One line of JSON per erasure, appended and synced to disk before the first row is destroyed. A keyed
fingerprint over model, primary key and time of creation names a row; a later row with the same key
has another one. Lines are chained, so a changed or missing line is noticed. See
docs/decisions/0010-erasure-ledger.md.
"""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.conf import settings

from contactatonce.lib.files import sync_folder
from privacy.registry import Model, declarations
from privacy.relations import created_path
from privacy.sealing import keys_for

Prints = dict[str, list[str]]
HeldPrints = dict[
    str, dict[str, str]
]  # label -> fingerprint -> ground, "" for rows that a held row needs


NO_ERASURE = ""  # of the first line of a file that replaces a lost one


class LedgerDamaged(Exception):
    """A line was changed, lost, or written with an unknown key."""


class Place(NamedTuple):
    """A line of the ledger: its number, and its chain, which covers every line before it."""

    number: int = 0
    chain: str = ""


@dataclass(frozen=True)
class Line:
    """One erasure: the rows deleted, blanked or held, by model label and fingerprint.

    A line that `voids` names an erasure that was ordered and then called off.
    """

    number: int
    erasure: str
    before: str
    key: str
    deleted: Prints = field(default_factory=dict)
    blanked: Prints = field(default_factory=dict)
    held: HeldPrints = field(default_factory=dict)
    voids: bool = False
    chain: str = ""

    @property
    def written(self) -> dict[str, Any]:
        """Return the line as it is written, without its chain."""
        return {name: value for name, value in vars(self).items() if name != "chain"}

    def content(self) -> bytes:
        return json.dumps(self.written, sort_keys=True, separators=(",", ":")).encode()


def keys() -> dict[str, bytes]:
    """Return every known ledger key by its id, the current one first."""
    return keys_for("erasure-ledger", [settings.ERASURE_KEY, *settings.ERASURE_KEY_FALLBACKS])


def fingerprint(key: bytes, label: str, pk: object, created: datetime | None) -> str:
    """Return a row's fingerprint: 128 bits over model, key and second of creation.

    Whole seconds, because a backup by `dumpdata` drops microseconds.
    """
    moment = str(int(created.timestamp())) if created else ""
    digest = hmac.digest(key, f"{label}|{pk}|{moment}".encode(), hashlib.sha256)
    return digest[:16].hex()


def prints(rows: Mapping[Model, Sequence[Any]]) -> Prints:
    """Return the fingerprints of `rows` by model label, under the current ledger key."""
    return {
        model._meta.label: sorted(value for _, value in _prints_of(model, keys))
        for model, keys in rows.items()
        if keys and model in declarations
    }


def held_prints(rows: Mapping[Model, Mapping[str, str]]) -> HeldPrints:
    """Return the fingerprints of held rows, each with its ground.

    `rows` maps each model to the grounds by the row's key as text.
    """
    return {
        model._meta.label: {
            value: grounds[str(pk)]
            for pk, value in _prints_of(model, list(map(model._meta.pk.to_python, grounds)))
        }
        for model, grounds in rows.items()
        if grounds and model in declarations
    }


def _prints_of(model: Model, pks: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    secret = next(iter(keys().values()))
    for pk, created in born(model, pks):
        yield pk, fingerprint(secret, model._meta.label, pk, created)


def born(model: Model, keys: Sequence[Any] | None = None) -> Iterator[tuple[Any, datetime | None]]:
    """Yield primary key and time of creation of these rows of `model`, or of all."""
    rows = model._base_manager.order_by()
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    path = created_path(model)
    if path:
        yield from rows.values_list("pk", path).iterator(chunk_size=5000)
    else:
        for pk in rows.values_list("pk", flat=True).iterator(chunk_size=5000):
            yield pk, None


def append(*, erasure: str, before: datetime, after: Place, **content: Any) -> Place:
    """Write one line, sync it to disk, and return its place.

    `content` are other fields of Line: the rows, or that it `voids` an order that was called off.
    Raise LedgerDamaged unless the file has the line `after`, the last that the database has carried
    out: a second file on another machine could not bring an erasure back to mind.
    """
    check(after)
    return _append(erasure, before, after.number, **content)


def begin_again(*, before: datetime, after: Place) -> Place:
    """Begin a new file in place of a lost one with a line that names no erasure.

    Raise LedgerDamaged if there is a file with lines.
    """
    if _last_line():
        raise LedgerDamaged("The erasure ledger is not lost: it has lines.")
    return _append(NO_ERASURE, before, after.number, voids=True)


def replaces(place: Place) -> bool:
    """Return whether this file was begun in place of a lost one that had the line at `place`."""
    first = next(lines(), None)
    return first is not None and first.erasure == NO_ERASURE and first.number > place.number


def has(place: Place) -> bool:
    """Return whether the file has the line at `place`; unverified, see `lines`."""
    if not place.number:
        return True
    parsed = (_parse(text) for text in _complete_lines())
    return any(line and (line.number, line.chain) == place for line in parsed)


def check(place: Place) -> None:
    """Raise LedgerDamaged unless the file has the line at `place`."""
    if not has(place):
        raise LedgerDamaged(
            f"This machine's erasure ledger lacks line {place.number}, which was carried out. "
            "All machines must share one file: see ERASURE_LEDGER in docs/operations.md."
        )


def lines() -> Iterator[Line]:
    """Yield the complete lines, oldest first, verified; raise LedgerDamaged at the first bad one.

    Text after the last newline is an unfinished line: its erasure never began.
    """
    known, previous, number = keys(), "", 0
    for text in _complete_lines():
        line = _parse(text)
        if line is None or line.number <= number:
            raise LedgerDamaged(f"The line after number {number} cannot be read.")
        if line.key not in known:
            raise LedgerDamaged(f"Line {line.number} was written with the unknown key {line.key}.")
        if not hmac.compare_digest(line.chain, _link(known[line.key], previous, line)):
            raise LedgerDamaged(f"Line {line.number} or the one before it was changed or removed.")
        previous, number = line.chain, line.number
        yield line


def is_empty() -> bool:
    """Return whether no one was ever erased, by the file's size alone."""
    try:
        return _path().stat().st_size == 0
    except FileNotFoundError:
        return True


def erasures_after(number: int) -> set[str]:
    """Return the ids of the erasures in the lines after line `number`, unverified."""
    parsed = [_parse(text) for text in _complete_lines()]
    return {line.erasure for line in parsed if line and line.number > number}


def _append(erasure: str, before: datetime, after: int, **content: Any) -> Place:
    key_id, key = next(iter(keys().items()))
    with _locked() as file:
        last = _last_line()
        line = Line(
            number=(last.number if last else after) + 1,
            erasure=erasure,
            before=before.isoformat(),
            key=key_id,
            **content,
        )
        chain = _link(key, last.chain if last else "", line)
        text = json.dumps({**line.written, "chain": chain}, separators=(",", ":"))
        file.write(text.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return Place(line.number, chain)


@contextmanager
def _locked() -> Iterator[BinaryIO]:
    """Open the ledger exclusively, at the end of its last complete line."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        content = file.read()
        if not content:  # new, or left by a process that was killed before it synced the folder
            sync_folder(path.parent)
        file.seek(content.rfind(b"\n") + 1)
        file.truncate()
        yield file


def _link(key: bytes, previous: str, line: Line) -> str:
    return hmac.digest(key, previous.encode() + line.content(), hashlib.sha256)[:16].hex()


def _complete_lines() -> Iterator[bytes]:
    try:
        with _path().open("rb") as file:
            yield from (text for text in file if text.endswith(b"\n"))
    except FileNotFoundError:
        return


def _last_line() -> Line | None:
    last = b""
    for last in _complete_lines():  # noqa: B007  the last one is what is wanted
        pass
    return _parse(last) if last else None


def _parse(text: bytes) -> Line | None:
    try:
        return Line(**json.loads(text))
    except (ValueError, TypeError):
        return None


def _path() -> Path:
    return Path(settings.ERASURE_LEDGER)
