"""Cache entries whose key or value names a person."""

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.db import connections, router

from .identifiers import Identifiers


class UnknownCache(Exception):
    """The entries of this cache cannot be listed, so they may name anyone."""


@dataclass(frozen=True)
class Entry:
    """One cache entry: its full key, its stored bytes as text, and how to remove it."""

    key: str
    text: str
    remove: Callable[[], object]


def named(identifiers: Identifiers) -> list[Entry]:
    """Return the entries of every configured cache that name the person."""
    return [
        entry
        for cache in caches.all(initialized_only=False)
        for entry in entries(cache)
        if identifiers.in_text(f"{entry.key}\n{entry.text}")
    ]


def forget(identifiers: Identifiers) -> int:
    """Remove the entries that name the person; return their number."""
    found = named(identifiers)
    for entry in found:
        entry.remove()
    return len(found)


def entries(cache: BaseCache) -> Iterator[Entry]:
    """Yield every entry of a cache, pickled values as stored."""
    if isinstance(cache, DummyCache):
        return
    for kind, read in READERS.items():
        if isinstance(cache, kind):
            yield from read(cache)
            return
    raise UnknownCache(type(cache).__name__)


def _database(cache: Any) -> Iterator[Entry]:
    connection = connections[router.db_for_write(cache.cache_model_class) or "default"]
    table = connection.ops.quote_name(cache._table)

    def remove(key: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE cache_key = %s", [key])  # noqa: S608  the table name is ours

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {table}")  # noqa: S608  no input in it
        rows = cursor.fetchall()
    for key, value in rows:
        yield Entry(key, _decoded(value), lambda key=key: remove(key))  # type: ignore[misc]  # binds the key of this turn


def _memory(cache: Any) -> Iterator[Entry]:
    for key, value in list(cache._cache.items()):
        yield Entry(key, _readable(value), lambda key=key: cache._delete(key))  # type: ignore[misc]  # binds the key of this turn


def _redis(cache: Any) -> Iterator[Entry]:
    client = cache._cache.get_client(None, write=True)
    for key in client.scan_iter(count=1000):
        if client.type(key) == b"string":
            value = client.get(key) or b""
            yield Entry(
                _readable(key),
                _readable(value),
                lambda key=key: client.delete(key),  # type: ignore[misc]  # binds the key of this turn
            )


def _decoded(value: str) -> str:
    try:
        return _readable(base64.b64decode(value, validate=True))
    except binascii.Error:
        return value


def _readable(value: bytes) -> str:
    """Return pickled bytes as text: pickle stores strings as plain UTF-8."""
    return value.decode("utf-8", "replace")


READERS: dict[type[BaseCache], Callable[[Any], Iterator[Entry]]] = {
    DatabaseCache: _database,
    LocMemCache: _memory,
    RedisCache: _redis,
}
