import os
import traceback
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.autoreload import run_with_reloader

from contactatonce.jobs.registry import Queue
from contactatonce.jobs.worker import JobWorker


class Command(BaseCommand):
    """Run background jobs and periodic tasks until stopped (Ctrl-C or SIGTERM)."""

    help = "Run background jobs and periodic tasks until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when nothing is waiting.")
        parser.add_argument(
            "--reload", action="store_true", help="Development: restart when the code changes."
        )
        parser.add_argument(
            "--queue",
            action="append",
            choices=list(Queue),
            default=[],
            help="Run the jobs of this queue only; can be repeated.",
        )
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between checks.")

    def handle(self, *, queue: Sequence[str] = (), **options: Any) -> None:
        once, reload = options["once"], options["reload"]
        worker = JobWorker(queues=queue, interval=options["interval"], until_idle=once)
        if reload:
            run_with_reloader(run_or_exit, worker)
        if not once:
            worker.listen_to_signals()
        worker.run()


def run_or_exit(worker: JobWorker) -> None:
    """Run the worker in the reloader's thread; that thread's end would leave an idle process."""
    try:
        worker.run()
    except BaseException:
        traceback.print_exc()
    os._exit(1)
