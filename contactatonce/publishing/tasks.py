"""Housekeeping: readers see a scheduled change at its time, with or without this."""

from datetime import timedelta

from contactatonce.jobs.registry import periodic

from . import services


@periodic(every=timedelta(minutes=5))
def settle_changes() -> None:
    """Write changes that took effect into their rows, so that editors and search find them."""
    services.settle_all()
