from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from blog.comments.demo import load_comments
from blog.seed import load_posts
from blog.services import render_outdated
from contactatonce.accounts.demo import load_staff
from contactatonce.brands.sites import load_sites
from contactatonce.lib.cache import AtomicDatabaseCache
from contactatonce.lib.content import ContentError
from leads.demo import load_demo as load_inquiries
from leads.seed import load_forms
from pages.seed import load_pages
from privacy.demo import load_demo as load_privacy
from privacy.seed import load_documents

NEEDED = (
    ("the sites", load_sites),
    ("their inquiry forms", load_forms),
    ("their pages and menus", load_pages),
    ("the policy, the terms and the cookie page", load_documents),
    ("posts as this release renders them", render_outdated),
)
INVENTED = (
    ("demo staff", load_staff),
    ("posts by invented authors", load_posts),
    ("comments by invented readers", load_comments),
    ("demo inquiries", load_inquiries),
    ("demo certificates, recipients and privacy requests", load_privacy),
)


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
        call_command("migrate", interactive=False, verbosity=verbosity - 1)
        call_command("createcachetable", verbosity=0)
        cache = caches["default"]
        if isinstance(cache, AtomicDatabaseCache):
            cache.spare_the_log()
        try:
            self.load(NEEDED + (INVENTED if demo else ()), verbosity)
        except ContentError as error:
            raise CommandError(str(error)) from error

    def load(self, loaders: Iterable[tuple[str, Callable[[], bool]]], verbosity: int) -> None:
        for name, load in loaders:
            if load() and verbosity:
                self.stdout.write(f"Loaded {name}.")
