from datetime import timedelta

from contactatonce.jobs.registry import periodic

from . import index, links


@periodic(every=timedelta(days=1))
def repair_search_index() -> None:
    """Put right what a save past its service left wrong."""
    index.rebuild()


@periodic(every=timedelta(days=1))
def check_links() -> None:
    """Look for links that lead to nothing, and for pages that no link leads to."""
    links.check_links()
