"""Caches that count exactly, and that stop no one while they are unavailable."""

import base64
import logging
import pickle
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import Error, connections, router, transaction
from django.utils import timezone
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
COUNTER = "#"  # in front of an integer; base64, which holds everything else, has no such character
SECONDS_TO_ANSWER = 1
NEVER = datetime.max.replace(microsecond=0, tzinfo=UTC)


class AtomicDatabaseCache(DatabaseCache):
    """Django's DatabaseCache with one atomic statement per operation.

    The stock class reads, then writes (two processes lose counts), lets `incr` reset the time to
    live, counts the table at each write, and evicts live rows by key when it is full, so that
    anyone who makes many keys resets every counter. Here nothing is evicted early; `forget_expired`
    removes expired rows.

    An unavailable cache behaves as empty: reads find nothing, `set` returns False, `incr` raises
    ValueError, and `add` returns True, because False means that the key exists: callers would wait
    for a lock that no one has. A rollback undoes a count, so count before a transaction begins.
    """

    _table: str  # django-stubs do not know it

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """Return the living values of `keys`, by key."""
        wanted = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not wanted:
            return {}
        marks = ", ".join(["%s"] * len(wanted))
        sql = (
            f"SELECT cache_key, value FROM {{table}} WHERE cache_key IN ({marks}) AND expires >= %s"  # noqa: S608  the table name is ours
        )
        rows = self._execute(sql, [*wanted, timezone.now()])
        return {wanted[key]: decode(value) for key, value in rows or ()}

    def has_key(self, key: str, version: int | None = None) -> bool:
        return bool(self.get_many([key], version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raise a living integer by `delta`, keep its expiry, return it; ValueError without."""
        rows = self._execute(
            "UPDATE {table} SET value = %s || CAST(CAST(SUBSTR(value, 2) AS BIGINT) + %s AS TEXT) "
            "WHERE cache_key = %s AND expires >= %s AND value LIKE %s RETURNING value",
            [
                COUNTER,
                delta,
                self.make_and_validate_key(key, version=version),
                timezone.now(),
                f"{COUNTER}%",
            ],
        )
        if not rows:
            raise ValueError("There is no integer under this key.")
        return int(decode(rows[0][0]))

    def spare_the_log(self) -> None:
        """Make the table UNLOGGED on PostgreSQL, so that a count does not wait for the disk.

        A crash of the database then empties it and windows start again, which is fine for a rate
        limit.
        """
        connection = connections[router.db_for_write(self.cache_model_class) or "default"]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(self._table)
                cursor.execute(
                    "SELECT relpersistence FROM pg_class WHERE oid = %s::regclass", [table]
                )
                if cursor.fetchone() != ("u",):  # the statement locks a table that is so already
                    cursor.execute(f"ALTER TABLE {table} SET UNLOGGED")

    def forget_expired(self) -> int:
        """Delete the expired rows and return how many there were."""
        sql = "DELETE FROM {table} WHERE expires < %s RETURNING 1"
        return len(self._execute(sql, [timezone.now()]) or ())

    def _base_set(
        self,
        mode: str,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
    ) -> bool:
        """Set, add or touch a row, as the base class asks; return whether it was done."""
        at = self.get_backend_timeout(timeout)
        expires = NEVER if at is None else datetime.fromtimestamp(at, tz=UTC)
        if mode == "touch":
            sql = (
                "UPDATE {table} SET expires = %s WHERE cache_key = %s AND expires >= %s RETURNING 1"
            )
            return bool(self._execute(sql, [expires, key, timezone.now()]))
        sql = (
            "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "
            "ON CONFLICT (cache_key) "
            "DO UPDATE SET value = excluded.value, expires = excluded.expires"
        )
        arguments = [key, encode(value), expires]
        if mode == "add":
            sql += " WHERE {table}.expires < %s"
            arguments.append(timezone.now())
        rows = self._execute(f"{sql} RETURNING 1", arguments)
        return mode == "add" if rows is None else bool(rows)

    def _base_delete_many(self, keys: Sequence[str]) -> bool:
        """Delete rows, as the base class asks; return whether there was one."""
        if not keys:
            return False
        marks = ", ".join(["%s"] * len(keys))
        sql = f"DELETE FROM {{table}} WHERE cache_key IN ({marks}) RETURNING 1"  # noqa: S608  the table name is ours
        return bool(self._execute(sql, keys))

    def _execute(self, sql: str, arguments: Sequence[Any]) -> list[tuple[Any, ...]] | None:
        """Return the rows of `sql`, or None if the database does not answer."""
        alias = router.db_for_write(self.cache_model_class) or "default"
        connection = connections[alias]
        adapt = connection.ops.adapt_datetimefield_value
        # The table's name comes from the settings; everything else is a parameter.
        statement = sql.format(table=connection.ops.quote_name(self._table))
        parameters = [
            adapt(value.replace(microsecond=0)) if isinstance(value, datetime) else value
            for value in arguments
        ]
        try:
            # A failure must not break a transaction that it happens to be in.
            within = transaction.atomic(alias) if connection.in_atomic_block else nullcontext()
            with within, connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                return list(cursor.fetchall())
        except Error as error:
            logger.error("The cache does not answer (%s)", type(error).__name__)
            return None


class OpenRedisCache(RedisCache):
    """Django's RedisCache, which behaves like the class above while Redis is unavailable."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_timeout": SECONDS_TO_ANSWER, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().add, True, args, kwargs))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._attempt(super().get, default, (key, default, version), {})

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._attempt(super().set, None, args, kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().delete, False, args, kwargs))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().has_key, False, args, kwargs))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raise ValueError, as for a key that expired, if Redis does not answer."""
        count = self._attempt(super().incr, None, (key, delta, version), {})
        if count is None:
            raise ValueError("The cache does not answer")
        return int(count)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().touch, False, args, kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return dict(self._attempt(super().get_many, {}, args, kwargs))

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return list(self._attempt(super().set_many, [], args, kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._attempt(super().delete_many, None, args, kwargs)

    def _attempt(
        self, act: Callable[..., Any], instead: Any, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> Any:
        """Return what `act` returns, or `instead` if Redis does not answer."""
        try:
            return act(*args, **kwargs)
        except RedisError as error:
            logger.error("The cache does not answer (%s)", type(error).__name__)
            return instead


def encode(value: Any) -> str:
    """Return `value` as the table keeps it: an integer in digits for SQL, all else pickled."""
    if type(value) is int:
        return f"{COUNTER}{value}"
    return base64.b64encode(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)).decode("ascii")


def decode(stored: str) -> Any:
    """Return what `encode` was given."""
    if stored.startswith(COUNTER):
        return int(stored[1:])
    return pickle.loads(base64.b64decode(stored))  # noqa: S301  written by encode() alone
