"""Spool: inquiries wait in encrypted files of this host while the database does not answer.

A file is written once, synced to disk before its sender gets a receipt, and deleted when its
inquiry is stored. Storing it again changes nothing, because its key is unique: a drainer can be
killed at any moment, and two can run at once. See docs/decisions/0190-inquiries-wait-in-a-spool.md.
"""

import errno
import json
import logging
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError, transaction

from contactatonce.jobs.registry import periodic, status_checks
from contactatonce.lib.files import UNFINISHED, write_durably
from contactatonce.lib.form_tokens import FormToken
from privacy.hooks import before_reading
from privacy.sealing import seal, unseal

from .models import InquiryForm
from .services.capture import Arrival, capture

AWAY = (OperationalError, InterfaceError, InternalError)  # not what one inquiry alone can cause
SUFFIX = ".sealed"
MOST_AT_ONCE = 10_000  # a run is over long before its lease is
LEAST_FREE = 100_000_000  # bytes on the disk, which others need as well
LONGEST_WAIT = timedelta(minutes=10)
logger = logging.getLogger(__name__)

READ: dict[str, Callable[[Any], Any]] = {
    "token": lambda pair: FormToken(uuid.UUID(pair[0]), datetime.fromisoformat(pair[1])),
    "received_at": datetime.fromisoformat,
    "answer_by": datetime.fromisoformat,
    "age": lambda seconds: timedelta(seconds=seconds),
    "headers": frozenset,
    "own_hosts": frozenset,
    "own_names": frozenset,
}


@dataclass
class Drained:
    """The result of a run: how many inquiries were stored, and how many files could not be."""

    stored: int = 0
    failed: int = 0


def keep(arrival: Arrival) -> None:
    """Write the inquiry to the spool; raise OSError if the disk is full or cannot be written."""
    folder = settings.SPOOL
    name = f"{arrival.received_at:%Y%m%dT%H%M%S.%f}-{arrival.token.key.hex}{SUFFIX}"
    if shutil.disk_usage(folder.parent).free < LEAST_FREE:
        raise OSError(errno.ENOSPC, "The disk is nearly full")
    write_durably(folder / name, seal(pack(arrival)))


def drain() -> Drained:
    """Store what waits, oldest first; a file that cannot be stored stays, and is tried again."""
    drained = Drained()
    for path in waiting()[:MOST_AT_ONCE]:
        try:
            capture(arrival=unpack(unseal(path.read_bytes())))
        except FileNotFoundError:
            continue  # another drainer was here
        except AWAY:
            raise
        except Exception as error:  # an unknown key, a deleted form: the others go on
            logger.error("A file of the spool was not stored (%s)", type(error).__name__)
            drained.failed += 1
        else:
            transaction.on_commit(partial(path.unlink, missing_ok=True))
            drained.stored += 1
    forget_unfinished()
    return drained


@periodic(every=timedelta(minutes=1))
def store_waiting_inquiries() -> None:
    drain()


def waiting() -> list[Path]:
    """Return the files of the spool, the oldest inquiry first."""
    return sorted(settings.SPOOL.glob(f"*{SUFFIX}"))


def is_drained() -> bool:
    """Return whether no inquiry has been waiting for longer than ten minutes."""
    return not any(_is_older(path, LONGEST_WAIT) for path in waiting()[:1])


status_checks["spool"] = is_drained
before_reading.append(drain)


def forget_unfinished() -> None:
    """Delete what a killed process left half written; its sender got no receipt."""
    for path in settings.SPOOL.glob(f"*{UNFINISHED}"):
        if _is_older(path, LONGEST_WAIT):
            path.unlink(missing_ok=True)


def pack(arrival: Arrival) -> bytes:
    """Return all that the capture needs, as JSON; the form by its number."""
    facts = {each.name: getattr(arrival, each.name) for each in fields(arrival)}
    facts |= {
        "form": arrival.form.pk,
        "token": [arrival.token.key.hex, arrival.token.minted_at.isoformat()],
        "received_at": arrival.received_at.isoformat(),
        "answer_by": arrival.answer_by.isoformat(),
        "age": arrival.age.total_seconds(),
    }
    del facts["brand"]  # it is the form's
    return json.dumps(facts, default=sorted).encode()  # sets as lists


def unpack(content: bytes) -> Arrival:
    """Return the submission that `pack` wrote, perhaps in an earlier release."""
    known = {each.name for each in fields(Arrival)}
    facts = {name: value for name, value in json.loads(content).items() if name in known}
    given = {name: READ[name](value) if name in READ else value for name, value in facts.items()}
    given["form"] = InquiryForm.objects.select_related("brand__calendar").get(pk=facts["form"])
    return Arrival(**given, brand=given["form"].brand)


def _is_older(path: Path, limit: timedelta) -> bool:
    try:
        return time.time() - path.stat().st_mtime > limit.total_seconds()
    except FileNotFoundError:
        return False
