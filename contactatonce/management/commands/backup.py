from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from contactatonce.management import backups


class Command(BaseCommand):
    help = "Copy the database, the files under VAR and the erasure ledger into a new folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="Gets a folder named after the moment.")

    def handle(self, *, folder: Path, **options: Any) -> None:
        made = folder.absolute() / f"{timezone.now():%Y-%m-%dT%H%M%SZ}"
        backups.save(made)
        self.stdout.write(str(made))
