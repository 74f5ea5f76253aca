from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from blog import crowd


class Command(BaseCommand):
    """Fill a development machine with invented posts and comments, to see the blogs under load."""

    help = "Development: copy the posts until there are many, and invent comments under them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--posts", type=int, default=300, help="How many there shall be.")
        parser.add_argument("--comments", type=int, default=3000, help="How many are added.")

    def handle(self, *, posts: int, comments: int, **options: Any) -> None:
        if not settings.IS_LOCAL:
            raise CommandError("Invented comments do not belong on a public site.")
        self.stdout.write(f"{crowd.load_posts(posts)} posts")
        self.stdout.write(f"{crowd.load_comments(comments)} comments")
