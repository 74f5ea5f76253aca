from datetime import timedelta

from contactatonce.jobs.registry import periodic

from . import reports, services


@periodic(every=timedelta(days=1))
def check_promises() -> None:
    """Check every promise, so that the public page shows today's state."""
    services.run_all()


@periodic(every=timedelta(days=1))
def forget_old_reports() -> None:
    reports.forget_old()
