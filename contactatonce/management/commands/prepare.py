import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from blog.comments.demo import load_comments
from blog.seed import load_posts
from blog.services import render_outdated
from contactatonce.accounts.demo import load_staff
from contactatonce.brands.sites import load_sites
from contactatonce.lib.cache import AtomicDatabaseCache
from contactatonce.lib.content import ContentError
from forum.demo import load_forum
from forum.seed import load_boards, load_trust_levels
from leads.demo import load_demo as load_inquiries
from leads.seed import load_forms
from pages.seed import load_pages
from privacy.demo import load_demo as load_privacy
from privacy.seed import load_documents
from testimonials.demo import load_testimonials

LOCK_TIMEOUT = "3s"
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL, appendix A
TRIES = 20
SECONDS_BETWEEN_TRIES = 2.0
NEEDED = (
    ("the sites", load_sites),
    ("their inquiry forms", load_forms),
    ("their pages and menus", load_pages),
    ("the policy, the terms and the cookie page", load_documents),
    ("the levels of trust in the forum", load_trust_levels),
    ("the boards of the forums", load_boards),
    ("posts as this release renders them", render_outdated),
)
INVENTED = (
    ("demo staff", load_staff),
    ("posts by invented authors", load_posts),
    ("comments by invented readers", load_comments),
    ("topics by invented members", load_forum),
    ("demo inquiries", load_inquiries),
    ("demo certificates, recipients and privacy requests", load_privacy),
    ("testimonials and customers that are invented", load_testimonials),
)


@contextmanager
def lock_timeout(limit: str) -> Iterator[None]:
    """Let statements on PostgreSQL wait for locks no longer than `limit`."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [limit])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


class Command(BaseCommand):
    """Bring the database up to date; a deploy runs it once, before new processes start."""

    help = "Migrate, and load what a site cannot be without; running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="Load invented staff and inquiries too."
        )

    def handle(self, *, demo: bool, verbosity: int, **options: Any) -> None:
        if demo and not settings.IS_LOCAL:
            raise CommandError("Demo staff have a known password: never in production.")
        settings.VAR.mkdir(parents=True, exist_ok=True)
        self.migrate(verbosity - 1)
        call_command("createcachetable", verbosity=0)
        cache = caches["default"]
        if isinstance(cache, AtomicDatabaseCache):
            cache.spare_the_log()
        try:
            self.load(NEEDED + (INVENTED if demo else ()), verbosity)
        except ContentError as error:
            raise CommandError(str(error)) from error

    def migrate(self, verbosity: int) -> None:
        """Migrate; let visitors go first at a table that is in use.

        A statement that waits for a lock makes everyone wait who needs the table after it, so on
        PostgreSQL it gives up after LOCK_TIMEOUT, and is tried again.
        """
        with lock_timeout(LOCK_TIMEOUT):
            self.migrate_in_turns(verbosity)

    def migrate_in_turns(self, verbosity: int) -> None:
        for left in reversed(range(TRIES)):
            try:
                call_command("migrate", interactive=False, verbosity=verbosity)
                return
            except OperationalError as error:
                if not left or getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                    raise
                self.stderr.write("A table is in use; trying again.")
                time.sleep(SECONDS_BETWEEN_TRIES)

    def load(self, loaders: Iterable[tuple[str, Callable[[], bool]]], verbosity: int) -> None:
        for name, load in loaders:
            if load() and verbosity:
                self.stdout.write(f"Loaded {name}.")
