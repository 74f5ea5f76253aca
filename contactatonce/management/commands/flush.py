"""Delete all rows, in development and in tests."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections, transaction

GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%DELETE%RAISE(%'"


class Command(flush.Command):
    """Django's flush, past the triggers that keep evidence (privacy/guards.py).

    SQLite deletes row by row, which fires them; PostgreSQL truncates, which does not.
    """

    def handle(self, **options: Any) -> None:
        if not settings.IS_LOCAL:
            raise CommandError("Consents, requests and published policies are kept as they are.")
        connection = connections[options["database"]]
        if connection.vendor != "sqlite":
            super().handle(**options)
            return
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(GUARDS)
            guards = cursor.fetchall()
            for name, _ in guards:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            super().handle(**options)
            for _, sql in guards:
                cursor.execute(sql)
