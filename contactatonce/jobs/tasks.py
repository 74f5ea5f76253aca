"""Periodic clean-up of background work; workers themselves release the jobs of dead workers."""

from datetime import timedelta

from django.core.cache import caches

from contactatonce.lib.cache import AtomicDatabaseCache

from . import services
from .registry import periodic


@periodic(every=timedelta(hours=1))
def forget_finished_jobs() -> None:
    services.forget_old()


@periodic(every=timedelta(minutes=5))
def forget_expired_cache_rows() -> None:
    """Delete rate-limit counters, which hold a digest of a network, once their window is over."""
    backend = caches["default"]
    if isinstance(backend, AtomicDatabaseCache):
        backend.forget_expired()
