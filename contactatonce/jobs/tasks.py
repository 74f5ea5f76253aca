"""The duties of background work itself."""

from datetime import timedelta

from django.core.cache import cache

from contactatonce.lib.cache import AtomicDatabaseCache

from . import services
from .registry import periodic


@periodic(every=timedelta(minutes=1))
def reap_dead_workers() -> None:
    services.reap()


@periodic(every=timedelta(hours=1))
def forget_finished_jobs() -> None:
    services.forget_old()


@periodic(every=timedelta(minutes=5))
def forget_expired_cache_rows() -> None:
    """Rate-limit counters carry a digest of a network: they go as soon as their window is over."""
    if isinstance(backend := cache._connections[cache._alias], AtomicDatabaseCache):  # type: ignore[attr-defined]
        backend.forget_expired()
