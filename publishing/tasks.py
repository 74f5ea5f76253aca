"""Background work: scheduled revisions."""

from datetime import timedelta

from contactatonce.jobs.registry import periodic

from . import scheduling


@periodic(every=timedelta(minutes=1))
def put_scheduled_revisions_live() -> None:
    """Store scheduled revisions that are due; lists, feeds, menus and search follow."""
    scheduling.put_due_live()
