"""What the tests of accounts share."""

from contactatonce.jobs.worker import JobWorker


def work_off() -> None:
    """Do the jobs that are due, but no periodic duties."""
    worker = JobWorker(until_idle=True)
    worker._last_round = float("inf")
    worker.run()
