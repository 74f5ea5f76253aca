"""Writing down scheduled changes; words and pictures of them readers see without this."""

from datetime import timedelta

from contactatonce.jobs.registry import periodic

from . import changes


@periodic(every=timedelta(minutes=1))
def settle_changes() -> None:
    """Write changes that took effect into their rows: lists, addresses and the search follow."""
    changes.settle_all()
