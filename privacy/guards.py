"""Triggers that protect evidence in the database, on SQLite and on PostgreSQL.

A constraint sees only the new state of a row; a trigger also sees the old one. Triggers hold
against a shell, a bulk update and a migration. On SQLite a migration that rebuilds one of these
tables drops its triggers and must create them again. `manage.py flush` works around them, in
development and tests only; on PostgreSQL TRUNCATE fires none of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import migrations
from django.utils.module_loading import module_has_submodule

from privacy.rights.transitions import TRANSITIONS


@dataclass(frozen=True)
class Guard:
    """Refuse to UPDATE the columns of `table` in `names` (without names: to DELETE its rows).

    With `condition`, an SQL expression over OLD and NEW, only rows that meet it are guarded.
    """

    table: str
    names: str
    condition: str = ""

    @property
    def columns(self) -> list[str]:
        return self.names.split()


def illegal_move_sql(moves: Mapping[Any, Iterable[str]]) -> str:
    """Return the condition, for a Guard, for a change of `state` that `moves` does not list."""
    legal = [
        f"(OLD.state = '{old!s}' AND NEW.state IN ({', '.join(sorted(map(repr, map(str, news))))}))"
        for old, news in moves.items()
        if news
    ]
    return f"NOT (OLD.state = NEW.state OR {' OR '.join(legal)})"


FINGERPRINT = "fingerprint key_id normalizer"
GUARDS = (
    Guard(
        "privacy_documentversion",
        "document number text html digest is_material summary effective_at announced_at "
        "published_at",
        "OLD.published_at IS NOT NULL",
    ),
    Guard("privacy_documentversion", "", "OLD.published_at IS NOT NULL"),
    Guard(
        "privacy_consent",
        "purpose concerns email email_key wording wording_version wording_hash policy_version "
        "given_at given_how given_where brand_id sites channels ends_at",
    ),
    Guard("privacy_consent", "withdrawn_at", "OLD.withdrawn_at IS NOT NULL"),
    Guard("privacy_suppression", f"{FINGERPRINT} scope brand reason since"),
    Guard("privacy_disclosure", f"{FINGERPRINT} recipient_id ground categories at document"),
    Guard("privacy_privacyrequest", "state", illegal_move_sql(TRANSITIONS)),
    Guard(
        "privacy_privacyrequest",
        f"received_at created_at due_on kind channel brand_id reference {FINGERPRINT}",
    ),
    Guard("privacy_privacyrequest", "email", "NEW.email <> '' AND NEW.email <> OLD.email"),
    Guard("privacy_privacyrequest", "confirmed_at", "OLD.confirmed_at IS NOT NULL"),
    Guard("privacy_privacyrequest", "closed_at", "OLD.closed_at IS NOT NULL"),
    Guard("privacy_privacyrequest", "extended_to", "OLD.extended_to IS NOT NULL"),
    Guard("privacy_confirmationlink", f"{FINGERPRINT} digest sent_at expires_at"),
    Guard("privacy_confirmationlink", "used_at", "OLD.used_at IS NOT NULL"),
    Guard("privacy_recipientnotice", "request_id recipient_id since"),
    Guard("privacy_recipientnotice", "state settled_at note", "OLD.settled_at IS NOT NULL"),
    Guard("privacy_restriction", f"{FINGERPRINT} since"),
    Guard("privacy_restriction", "lifted_at", "OLD.lifted_at IS NOT NULL"),
    Guard("privacy_requestevent", "step before after at request_id"),
)


def all_guards() -> Iterator[Guard]:
    """Yield the GUARDS of every app's guards.py."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "guards"):
            yield from import_module(f"{app.name}.guards").GUARDS


def guarded_columns(table: str) -> frozenset[str]:
    """Return the columns of `table` that the database protects, in some rows at least."""
    return frozenset(
        name for guard in all_guards() if guard.table == table for name in guard.columns
    )


POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION privacy_row_is_kept() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'this row is kept as it is' USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql
"""


def guard_rows(guards: Sequence[Guard]) -> migrations.RunPython:
    """Return the migration operation that creates the triggers of `guards`."""

    def create(state: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        if vendor == "postgresql":
            schema_editor.execute(POSTGRESQL_FUNCTION)
        for index, guard in enumerate(guards):
            schema_editor.execute(statement(guard, index, vendor))

    def drop(state: Any, schema_editor: Any) -> None:
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        for index, guard in enumerate(guards):
            on = f" ON {guard.table}" if is_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {guard.table}_is_kept_{index}{on}")

    return migrations.RunPython(create, drop)


def statement(guard: Guard, index: int, vendor: str) -> str:
    """Return the CREATE TRIGGER of `guard` in the dialect of `vendor`."""
    event = f"UPDATE OF {', '.join(guard.columns)}" if guard.names else "DELETE"
    name = f"{guard.table}_is_kept_{index}"
    head = f"CREATE TRIGGER {name} BEFORE {event} ON {guard.table} FOR EACH ROW"
    when = f" WHEN ({guard.condition})" if guard.condition else ""
    if vendor == "postgresql":
        return f"{head}{when} EXECUTE FUNCTION privacy_row_is_kept()"
    return f"{head}{when} BEGIN SELECT RAISE(ABORT, 'this row is kept as it is'); END"
