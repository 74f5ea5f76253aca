"""Data that every page needs and that rarely changes: cached in the process for seconds."""

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from django.db import Error

logger = logging.getLogger(__name__)
SECONDS_FRESH = 3.0
Value = TypeVar("Value")


class TimedCache(Generic[Value]):
    """Hands out what `read` returned last, and reads again once that is `seconds` old.

    One thread of a process reads, the others go on with what they have. While the database does
    not answer, the last value stays in force.
    """

    _all: "WeakSet[TimedCache[Any]]" = WeakSet()

    def __init__(self, read: Callable[[], Value], *, seconds: float = SECONDS_FRESH) -> None:
        self._read = read
        self._seconds = seconds
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
            if self._kept is None:
                raise
            logger.exception("A snapshot could not be read again; the last one stays in force")
        self._read_at = time.monotonic()
