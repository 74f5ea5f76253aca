"""A database cache whose counters are exact, so that django-ratelimit can trust them without Redis."""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

COUNTER = "#"  # marks a stored counter; never the first character of a pickled value's base64


class AtomicDatabaseCache(DatabaseCache):
    """Django's DatabaseCache with `add` and `incr` as one statement each.

    The stock class reads, then writes (counts get lost between two processes), and `incr` resets
    the time to live to the default. Here an integer that is added becomes a counter row; `incr`
    raises it in place and keeps its expiry. Everything else is Django's own behaviour.
    """

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,  # type: ignore[assignment]
        version: int | None = None,
    ) -> bool:
        """Store `value` unless the key lives already; return whether it was stored."""
        if not isinstance(value, int) or isinstance(value, bool):
            return bool(super().add(key, value, timeout, version))
        connection, table = self._connection_and_table()
        expires_at = self.get_backend_timeout(timeout)
        now = timezone.now().replace(microsecond=0)
        expires = (
            timezone.now().max.replace(tzinfo=now.tzinfo)
            if expires_at is None
            else now.fromtimestamp(int(expires_at), tz=now.tzinfo)
        )
        adapt = connection.ops.adapt_datetimefield_value
        # The table's name comes from settings, everything else is a parameter.
        sql = (
            f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, "
            f"expires = excluded.expires WHERE {table}.expires < %s"
        )
        row = [self.make_and_validate_key(key, version), f"{COUNTER}{value}", adapt(expires)]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*row, adapt(now)])
            return bool(cursor.rowcount > 0)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raise a living counter by `delta` and return it; ValueError where there is none."""
        connection, table = self._connection_and_table()
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        sql = (
            f"UPDATE {table} SET value = %s || CAST(CAST(SUBSTR(value, 2) AS INTEGER) + %s AS TEXT) "  # noqa: S608
            "WHERE cache_key = %s AND expires >= %s AND value LIKE %s RETURNING value"
        )
        arguments = [COUNTER, delta, self.make_and_validate_key(key, version), now, f"{COUNTER}%"]
        with connection.cursor() as cursor:
            cursor.execute(sql, arguments)
            row = cursor.fetchone()
        if row is None:
            raise ValueError(f"Key {key!r} not found")
        return int(row[0][1:])

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        """Return the living values of `keys`, counters included."""
        wanted = {self.make_and_validate_key(key, version): key for key in keys}
        if not wanted:
            return {}
        connection, table = self._connection_and_table()
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        marks = ", ".join(["%s"] * len(wanted))
        sql = f"SELECT cache_key, value FROM {table} WHERE expires >= %s AND value LIKE %s AND cache_key IN ({marks})"  # noqa: E501, S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [now, f"{COUNTER}%", *wanted])
            counters = {wanted[key]: int(value[1:]) for key, value in cursor.fetchall()}
        others = [key for key in wanted.values() if key not in counters]
        return {**super().get_many(others, version), **counters}

    def forget_expired(self) -> int:
        """Delete every expired row and return how many; Django itself only culls a full table."""
        connection, table = self._connection_and_table()
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608
            return int(cursor.rowcount)

    def _connection_and_table(self) -> tuple[Any, str]:
        connection = connections[router.db_for_write(self.cache_model_class) or "default"]
        return connection, connection.ops.quote_name(self._table)
