from datetime import timedelta

from contactatonce.jobs.registry import periodic

from . import linkcheck


@periodic(every=timedelta(days=1))
def check_links() -> None:
    """Look for links that lead to nothing, and for pages that no link leads to."""
    linkcheck.check_links()
