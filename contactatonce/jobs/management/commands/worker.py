from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string

from contactatonce.jobs.worker import JobWorker


class Command(BaseCommand):
    """Run background jobs and periodic duties until stopped (Ctrl-C or SIGTERM)."""

    help = "Run background jobs and periodic duties until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when nothing is waiting.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks.")

    def handle(self, *, once: bool, interval: float, **options: Any) -> None:
        worker = JobWorker(
            queue_names=["*"],
            interval=interval,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(16),
            excluded_queue_names=[],
        )
        if not once:
            worker.configure_signals()
        worker.run()
