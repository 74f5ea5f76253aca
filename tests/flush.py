"""Flush guarded tables between tests: SQLite's DELETE fires triggers, TRUNCATE does not."""

from typing import Any

from django.db.backends.sqlite3.base import DatabaseOperations  # "operations" alone is a cycle


def flush_past_guards() -> None:
    """Make `flush` on SQLite drop and re-create the triggers that refuse to delete rows."""
    stock = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%DELETE%RAISE(%'")
            guards = cursor.fetchall()
        dropped = [f"DROP TRIGGER {self.quote_name(name)}" for name, _ in guards]
        return [*dropped, *stock(self, style, tables, **options), *(sql for _, sql in guards)]

    DatabaseOperations.sql_flush = sql_flush
