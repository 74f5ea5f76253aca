"""A marked IP address, and the forms in which it could be stored (P07)."""

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
    """An IP address from the documentation block (RFC 3849) that no one else uses."""

    def __init__(self) -> None:
        self.address = ipaddress.IPv6Address((0x20010DB8 << 96) | secrets.randbits(96))

    @property
    def environ(self) -> dict[str, str]:
        """Return what a request from this IP address adds to the WSGI environ, proxies included."""
        text = str(self.address)
        return {
            "REMOTE_ADDR": text,
            "HTTP_X_FORWARDED_FOR": text,
            "HTTP_X_REAL_IP": text,
            "HTTP_FORWARDED": f'for="[{text}]"',
        }

    @property
    def spellings(self) -> list[str]:
        """Return the IP address and its network as text, numbers and unkeyed digests."""
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
        """Yield one sentence if any spelling of the IP address occurs in `values`."""
        text = "\n".join(texts_of(values)).lower()
        if any(spelling.lower() in text for spelling in self.spellings):
            yield f"The address of a visitor was written: {place}."


def traces(canary: Canary, action: Callable[[], Iterable[EmailMultiAlternatives]]) -> Iterator[str]:
    """Yield each place where the IP address was stored while `action` ran: rows, cache, jobs, log,
    mail.

    Cache and queue are tables, so writes to them are among the SQL statements.
    """
    with statements() as written, captured_log() as log:
        mails = list(action())
        logging.getLogger("django.request").error("From %s", canary.address)
    yield from canary.found_in("the log", log.getvalue())
    for sql, values in written:
        yield from canary.found_in(" ".join(sql.split()[:3]), values)
    for mail in mails:
        yield from canary.found_in(f"the letter “{mail.subject}”", mail.message().as_string())
    if not mails:
        yield "Nothing was mailed, so no letter could be looked at."


def texts_of(values: Any) -> Iterator[str]:
    """Yield `values` as text, one by one, and the decoded content of those that are base64."""
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
    """Capture log output in its final format; nothing reaches the real log."""
    log = StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    others, root.handlers = root.handlers, [handler]
    try:
        yield log
    finally:
        root.handlers = others
