from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from privacy.erasure import retention


class Command(BaseCommand):
    help = "Delete what is older than its retention rule allows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say what would go.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if dry_run:
            for line in retention.foresight(days=0):
                self.stdout.write(f"{line.rule}: {line.due_now} {line.title.lower()} would go")
            return
        for done in retention.apply():
            self.stdout.write(
                f"{done.rule}: {done.deleted} deleted, {done.blanked} blanked, {done.held} held "
                f"({done.model}; longest transaction {done.longest:.2f} s)"
            )
