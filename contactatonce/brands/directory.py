"""All sites, kept in the process: an edit in the admin is seen everywhere within seconds."""

import logging
import time
from dataclasses import dataclass, field
from threading import Lock

from django.conf import settings
from django.db import DatabaseError

from .models import Brand, Office

logger = logging.getLogger(__name__)
SECONDS_FRESH = 3.0


@dataclass(frozen=True)
class Snapshot:
    """The sites and offices as they stood at one moment."""

    brands: tuple[Brand, ...] = ()
    offices: tuple[Office, ...] = ()
    by_host: dict[str, Brand] = field(default_factory=dict)
    aliases: dict[str, Brand] = field(default_factory=dict)


class Directory:
    """Hands out the latest snapshot; reads it again when it is older than three seconds.

    One thread of a process reads, the others go on with what they have. While the database does
    not answer, the last snapshot stays in force.
    """

    def __init__(self) -> None:
        self._snapshot = Snapshot()
        self._read_at = float("-inf")
        self._lock = Lock()

    def snapshot(self) -> Snapshot:
        if time.monotonic() - self._read_at >= SECONDS_FRESH:
            is_first = not self._snapshot.brands
            if self._lock.acquire(blocking=is_first):
                try:
                    self._refresh()
                finally:
                    self._lock.release()
        return self._snapshot

    def clear(self) -> None:
        """Forget the snapshot, so that the next look reads the database."""
        self._snapshot = Snapshot()
        self._read_at = float("-inf")

    def _refresh(self) -> None:
        if time.monotonic() - self._read_at < SECONDS_FRESH:
            return
        try:
            self._snapshot = read_snapshot()
        except DatabaseError:
            if not self._snapshot.brands:
                raise
            logger.exception("The sites could not be read again; the last ones stay in force")
        self._read_at = time.monotonic()


def read_snapshot() -> Snapshot:
    """Read all sites with what a page needs of them."""
    brands = tuple(
        Brand.objects.select_related("calendar").prefetch_related(
            "aliases", "calendar__opening_hours", "calendar__holidays"
        )
    )
    return Snapshot(
        brands=brands,
        offices=tuple(Office.objects.all()),
        by_host={brand.host: brand for brand in brands},
        aliases={alias.host: brand for brand in brands for alias in brand.aliases.all()},
    )


directory = Directory()


def find(host: str) -> tuple[Brand | None, bool]:
    """Return the site that answers on `host` (no port), and whether `host` is only an alias of it.

    On a development machine a site also answers on <slug>.localhost, the corporate one on
    localhost and 127.0.0.1.
    """
    snapshot = directory.snapshot()
    if settings.LOCAL_PORT:
        name = host.removesuffix(".localhost")
        for brand in snapshot.brands:
            is_home = brand.kind == Brand.Kind.CORPORATE and host in {"localhost", "127.0.0.1"}
            if is_home or (name != host and brand.slug == name):
                return brand, False
    if host in snapshot.by_host:
        return snapshot.by_host[host], False
    return snapshot.aliases.get(host), True


def by_slug(slug: str) -> Brand:
    """Return the site called `slug`; KeyError where there is none."""
    for brand in directory.snapshot().brands:
        if brand.slug == slug:
            return brand
    raise KeyError(slug)
