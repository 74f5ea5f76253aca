"""A backup of the whole database, and its restoration over whatever is there."""

import json
from contextlib import contextmanager
from datetime import date, time

from django.db import connection

# SQLite's index over the texts of search_entry, in tables of its own that only SQLite may write.
WORD_INDEX = "search_words"
Tables = dict[str, tuple[list[str], list[tuple]]]


def take() -> Tables:
    """Return every row of every table."""
    tables: Tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(WORD_INDEX):
                continue
            names = _stored_columns(cursor, table)
            listed = ", ".join(map(connection.ops.quote_name, names))
            cursor.execute(f"SELECT {listed} FROM {connection.ops.quote_name(table)}")
            tables[table] = names, cursor.fetchall()
    return tables


def restore(tables: Tables) -> None:
    """Make the database what it was when `tables` was taken."""
    with unchecked() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        for table, (names, rows) in tables.items():
            listed = ", ".join(map(connection.ops.quote_name, names))
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(
                f"INSERT INTO {connection.ops.quote_name(table)} ({listed}) VALUES ({marks})",
                [tuple(map(adapted, row)) for row in rows],
            )
        if WORD_INDEX in connection.introspection.table_names(cursor):
            cursor.execute(f"INSERT INTO {WORD_INDEX}({WORD_INDEX}) VALUES ('rebuild')")


def text() -> dict[str, str]:
    """Return everything that each table says, as one text."""
    return {table: repr(rows) for table, (_, rows) in take().items()}


@contextmanager
def unchecked():
    """Give a cursor that foreign keys and triggers do not hinder, as pg_restore has one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield cursor
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            yield cursor
            for _, definition in triggers:
                cursor.execute(definition)
            cursor.execute("PRAGMA foreign_keys = ON")


def adapted(value):
    """Return a value as the driver takes it back: JSON comes out parsed, SQLite's times too."""
    if connection.vendor == "sqlite" and isinstance(value, date | time):
        return str(value)
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value


def _stored_columns(cursor, table: str) -> list[str]:
    """Return the columns but for those that the database computes itself."""
    described = connection.introspection.get_table_description(cursor, table)
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'ALWAYS'",
            [table],
        )
        computed = {row[0] for row in cursor.fetchall()}
    else:
        cursor.execute(f"PRAGMA table_xinfo({connection.ops.quote_name(table)})")
        computed = {row[1] for row in cursor.fetchall() if row[6] in (2, 3)}
    return [column.name for column in described if column.name not in computed]
