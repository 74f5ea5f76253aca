from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacy.erasure import ledger
from privacy.erasure.replay import Returned, begin_new_ledger, replay


class Command(BaseCommand):
    help = "Erase again everyone that a restored backup brought back, verify, and open the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ledger-is-lost",
            action="store_true",
            help="Begin a new ledger. Backups made before now bring erased people back.",
        )

    def handle(self, *, ledger_is_lost: bool = False, **options: Any) -> None:
        try:
            if ledger_is_lost:
                begin_new_ledger()
            outcome = replay()
        except (ledger.LedgerDamaged, Returned) as error:
            raise CommandError(f"{error} The site stays closed.") from error
        self.stdout.write(
            f"{outcome.lines} lines of the ledger replayed: {outcome.erased} records erased again, "
            f"{outcome.held} kept by legal holds, nobody returned."
        )
        if outcome.holds_placed:
            self.stdout.write(
                f"{outcome.holds_placed} legal holds were younger than the backup and are placed "
                "again: look at them in the admin, under Legal holds."
            )
