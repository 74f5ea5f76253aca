from typing import Any

from django.core.management.base import BaseCommand

from search import index


class Command(BaseCommand):
    """Bring the search index up to what the pages and posts say now."""

    help = "Repair the search index; running it again changes nothing."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        changed = index.rebuild()
        if verbosity:
            self.stdout.write(f"Put {changed} entries of the search index right.")
