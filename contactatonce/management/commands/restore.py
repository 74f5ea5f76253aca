from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contactatonce.management import backups


class Command(BaseCommand):
    """Put a backup back and erase again everyone who was erased since; stop the site first."""

    help = "Replace the database and the files by a backup, migrate, and replay the erasures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that `backup` made.")

    def handle(self, *, folder: Path, **options: Any) -> None:
        if not backups.database_in(folder).is_file():
            raise CommandError(f"{folder} is no backup of this kind of database.")
        is_ledger_old = backups.load(folder)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("replay_erasures", stdout=self.stdout)
        if is_ledger_old:
            self.stderr.write(
                "This machine had no erasure ledger, so the backup's was used: erasures after the "
                "backup are not in it. If you have a later copy, put it in place and run "
                "replay_erasures again."
            )
