"""Django's SQLite backend with writers that wait for their turn in milliseconds.

SQLite lets one transaction write at a time. Its own way of waiting sleeps longer each time, up to
a tenth of a second, while the lock is free for most of it; with 16 writers the slowest of a
hundred waited for 280 ms, and waits for 125 ms so (docs/decisions/0042-sqlite-writers.md).
"""

import random
import time
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base, operations

LONGEST_PAUSE = 0.002  # seconds; drawn anew each time, so that writers do not march in step


class DatabaseOperations(operations.DatabaseOperations):
    """Django's, but for `flush`: as TRUNCATE elsewhere, it fires no trigger that guards a row."""

    def sql_flush(
        self,
        style: Any,
        tables: Any,
        *,
        reset_sequences: bool = False,
        allow_cascade: bool = False,
    ) -> list[str]:
        statements = super().sql_flush(
            style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
        )
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
            refusing = [row for row in cursor.fetchall() if "RAISE(ABORT" in row[2]]
        guards = [row for row in refusing if row[1] in set(tables)]
        dropped = [f"DROP TRIGGER {self.quote_name(name)}" for name, _, _ in guards]
        return [*dropped, *statements, *(sql for _, _, sql in guards)] if statements else []


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions look again every millisecond until OPTIONS["timeout"]."""

    ops_class = DatabaseOperations

    def _start_transaction_under_autocommit(self) -> None:
        seconds: float = self.settings_dict["OPTIONS"].get("timeout", 5.0)
        deadline = time.monotonic() + seconds
        self._wait_inside_sqlite(0)
        try:
            while True:
                try:
                    super()._start_transaction_under_autocommit()  # type: ignore[misc]
                    return
                except OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() > deadline:
                        raise
                time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311  no secret
        finally:
            self._wait_inside_sqlite(seconds)

    def _wait_inside_sqlite(self, seconds: float) -> None:
        connection: Any = self.connection
        connection.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")
