"""Data that every page needs and that rarely changes: cached in the process for seconds."""

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from django.db import Error

from . import last_known

logger = logging.getLogger(__name__)
SECONDS_FRESH = 3.0
SECONDS_BETWEEN_COPIES = 60.0
Value = TypeVar("Value")


class TimedCache(Generic[Value]):
    """Hands out what `read` returned last, and reads again once that is `seconds` old.

    One thread of a process reads, the others go on with what they have. While the database does
    not answer, the last value stays in force; with a `name` also that of an earlier process, from
    disk: what pages and forms cannot be shown without, and what names no person.
    """

    _all: "WeakSet[TimedCache[Any]]" = WeakSet()

    def __init__(
        self, read: Callable[[], Value], *, seconds: float = SECONDS_FRESH, name: str = ""
    ) -> None:
        self._read = read
        self._seconds = seconds
        self._name = name
        self._copied_at = float("-inf")
        self._kept: tuple[Value] | None = None
        self._read_at = float("-inf")
        self._lock = Lock()
        self._all.add(self)

    def get(self) -> Value:
        if self._is_old() and self._lock.acquire(blocking=self._kept is None):
            try:
                self._refresh()
            finally:
                self._lock.release()
        kept = self._kept
        return kept[0] if kept else self._read()  # cleared by another thread in this moment

    def clear(self) -> None:
        """Forget the value, so that the next look reads the database."""
        self._kept = None
        self._read_at = float("-inf")

    @classmethod
    def clear_all(cls) -> None:
        """Forget every value of this process, as each test does."""
        for snapshot in list(cls._all):
            snapshot.clear()

    def _is_old(self) -> bool:
        return time.monotonic() - self._read_at >= self._seconds

    def _refresh(self) -> None:
        if not self._is_old():
            return
        try:
            self._kept = (self._read(),)
        except Error:
            self._kept = self._kept or (last_known.load(self._name) if self._name else None)
            if self._kept is None:
                raise
            logger.exception("A snapshot could not be read again; the last one stays in force")
        else:
            self._copy()
        self._read_at = time.monotonic()

    def _copy(self) -> None:
        """Write the value to disk, once a minute at most."""
        is_due = time.monotonic() - self._copied_at >= SECONDS_BETWEEN_COPIES
        if self._name and self._kept and is_due:
            self._copied_at = time.monotonic()
            last_known.store(self._name, self._kept[0])
