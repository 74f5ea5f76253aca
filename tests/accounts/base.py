"""Shared by the tests of accounts."""

from contactatonce.jobs.worker import JobWorker


def work_off() -> None:
    """Run the jobs that are due, without periodic tasks."""
    worker = JobWorker(until_idle=True)
    worker._last_round = float("inf")
    worker.run()
