from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contactatonce.jobs.registry import gates
from leads import spool


class Command(BaseCommand):
    help = "Store the inquiries that came while the database was away; a worker does it as well."

    def handle(self, **options: Any) -> None:
        if not all(is_open() for is_open in gates):
            raise CommandError("The site is being restored: run manage.py replay_erasures first.")
        drained = spool.drain()
        if options["verbosity"]:
            self.stdout.write(f"{drained.stored} inquiries stored.")
        if drained.failed:
            raise CommandError(
                f"{drained.failed} files in {settings.SPOOL} could not be stored and stay there. "
                "They were sealed with an EXPORT_KEY or SECRET_KEY that is not among the "
                "fallbacks, or for a form that was deleted."
            )
