"""A marked network address, and the ways in which it could be written down (P07)."""

import base64
import binascii
import hashlib
import ipaddress
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.core.mail import EmailMultiAlternatives

from contactatonce.lib.logs import JsonFormatter
from search.crawler import statements


class Canary:
    """An address out of the block for documentation (RFC 3849) that nobody else ever uses."""

    def __init__(self) -> None:
        self.address = ipaddress.IPv6Address((0x20010DB8 << 96) | secrets.randbits(96))

    @property
    def environ(self) -> dict[str, str]:
        """What a request from this address adds to the WSGI environ, also behind a proxy."""
        text = str(self.address)
        return {
            "REMOTE_ADDR": text,
            "HTTP_X_FORWARDED_FOR": text,
            "HTTP_X_REAL_IP": text,
            "HTTP_FORWARDED": f'for="[{text}]"',
        }

    @property
    def spellings(self) -> list[str]:
        """The address, its network, and both as numbers and as digests without a key."""
        text, packed = str(self.address), self.address.packed
        network = str(ipaddress.ip_network((self.address, 64), strict=False))
        return [
            text,
            self.address.exploded,
            network,
            network.removesuffix("/64"),
            self.address.exploded[:19],
            packed.hex(),
            str(int(self.address)),
            base64.b64encode(packed).decode(),
            *(
                hashlib.new(name, each.encode(), usedforsecurity=False).hexdigest()
                for name in ("md5", "sha1", "sha256")
                for each in (text, network)
            ),
        ]

    def found_in(self, place: str, values: Any) -> Iterator[str]:
        """Yield one sentence if the address, in any spelling, stands in `values`."""
        text = "\n".join(texts_of(values)).lower()
        if any(spelling.lower() in text for spelling in self.spellings):
            yield f"The address of a visitor was written: {place}."


def traces(canary: Canary, deed: Callable[[], Iterable[EmailMultiAlternatives]]) -> Iterator[str]:
    """Yield where the address was written while `deed` ran: rows, cache, jobs, log, or its mail.

    The cache and the queue stand in the database, so what they were given is among the statements.
    """
    with statements() as written, captured_log() as log:
        mails = list(deed())
        logging.getLogger("django.request").error("From %s", canary.address)
    yield from canary.found_in("the log", log.getvalue())
    for sql, values in written:
        yield from canary.found_in(" ".join(sql.split()[:3]), values)
    for mail in mails:
        yield from canary.found_in(f"the letter “{mail.subject}”", mail.message().as_string())
    if not mails:
        yield "Nothing was mailed, so no letter could be looked at."


def texts_of(values: Any) -> Iterator[str]:
    """Yield `values` as text, one by one, and what is inside those that are base64."""
    if isinstance(values, Mapping):
        values = values.values()
    if isinstance(values, str | bytes | memoryview) or not isinstance(values, Iterable):
        values = [values]
    for value in values:
        if isinstance(value, Mapping | list | tuple | set):
            yield from texts_of(value)
            continue
        raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        yield raw.decode("latin-1")
        try:
            yield base64.b64decode(raw, validate=True).decode("latin-1")
        except (binascii.Error, ValueError):
            continue


@contextmanager
def captured_log() -> Iterator[StringIO]:
    """Yield what is logged meanwhile, as it would be written; it goes nowhere else."""
    log = StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    others, root.handlers = root.handlers, [handler]
    try:
        yield log
    finally:
        root.handlers = others
