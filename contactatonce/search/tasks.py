from datetime import timedelta

from contactatonce.jobs.registry import periodic

from . import index


@periodic(every=timedelta(days=1))
def repair_search_index() -> None:
    """Put right what a save past its service left wrong."""
    index.rebuild()
