"""Evidence that the database itself protects, on SQLite and on PostgreSQL.

A constraint sees only the new state of a row; these triggers see that there was an old one. They
also hold against a shell, a bulk update and a migration. On SQLite a later migration that rebuilds
one of these tables drops its triggers and must run `install` again.
"""

from dataclasses import dataclass
from typing import Any

from .transitions import illegal_move_sql


@dataclass(frozen=True)
class Guard:
    """Refuse to UPDATE `columns` of `table`, in rows that meet `condition` if one is given."""

    table: str
    columns: tuple[str, ...]
    condition: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}_is_kept"


FINGERPRINT = ("fingerprint", "key_id", "normaliser")
GUARDS = (
    Guard(
        "privacy_documentversion",
        (
            *("document", "number", "text", "html", "digest", "is_material", "summary"),
            *("effective_at", "announced_at", "published_at"),
        ),
        "OLD.published_at IS NOT NULL",
    ),
    Guard(
        "privacy_consent",
        (
            *("purpose", "concerns", "email", "wording", "wording_version", "wording_hash"),
            *("policy_version", "given_at", "given_how", "given_where", "brand_id"),
        ),
    ),
    Guard("privacy_consent", ("withdrawn_at",), "OLD.withdrawn_at IS NOT NULL"),
    Guard("privacy_suppression", (*FINGERPRINT, "scope", "brand", "reason", "since")),
    Guard(
        "privacy_disclosure",
        (*FINGERPRINT, "recipient_id", "ground", "categories", "at", "document"),
    ),
    Guard("privacy_privacyrequest", ("state",), illegal_move_sql()),
    Guard(
        "privacy_privacyrequest",
        (
            *("received_at", "created_at", "due_on", "kind", "channel", "brand_id", "reference"),
            *FINGERPRINT,
        ),
    ),
    Guard("privacy_privacyrequest", ("email",), "NEW.email <> '' AND NEW.email <> OLD.email"),
    Guard("privacy_privacyrequest", ("confirmed_at",), "OLD.confirmed_at IS NOT NULL"),
    Guard("privacy_privacyrequest", ("closed_at",), "OLD.closed_at IS NOT NULL"),
    Guard("privacy_privacyrequest", ("extended_to",), "OLD.extended_to IS NOT NULL"),
    Guard("privacy_requestevent", ("step", "before", "after", "at", "request_id")),
    Guard(
        "privacy_evidence",
        (
            *("check_name", "promise", "kind", "at", "code_version", "is_kept", "problems"),
            *("figures", "milliseconds"),
        ),
    ),
    Guard("privacy_attestation", ("check_name", "promise", "at", "is_kept", "basis")),
)
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION privacy_row_is_kept() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'this row is kept as it is' USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql
"""


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers, replacing earlier ones; a RunPython operation.

    A table that only a later migration makes is guarded by that one.
    """
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
    remove_triggers(schema_editor)
    tables = existing_tables(schema_editor)
    for index, guard in enumerate(GUARDS):
        if guard.table in tables:
            schema_editor.execute(statement(guard, index, vendor))
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE TRIGGER privacy_published_version_stays BEFORE DELETE "
            "ON privacy_documentversion FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) "
            "EXECUTE FUNCTION privacy_row_is_kept()"
        )


def uninstall(apps: Any, schema_editor: Any) -> None:
    """Take the triggers away again; the reverse of `install`."""
    remove_triggers(schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS privacy_row_is_kept()")


def existing_tables(schema_editor: Any) -> set[str]:
    with schema_editor.connection.cursor() as cursor:
        return set(schema_editor.connection.introspection.table_names(cursor))


def remove_triggers(schema_editor: Any) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    tables = existing_tables(schema_editor)
    for index, guard in enumerate(GUARDS):
        if guard.table not in tables:
            continue
        on = f" ON {guard.table}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {guard.name}_{index}{on}")
    if is_postgresql:
        schema_editor.execute(
            "DROP TRIGGER IF EXISTS privacy_published_version_stays ON privacy_documentversion"
        )


def statement(guard: Guard, index: int, vendor: str) -> str:
    """Return the CREATE TRIGGER of `guard` in the dialect of `vendor`."""
    head = (
        f"CREATE TRIGGER {guard.name}_{index} BEFORE UPDATE OF {', '.join(guard.columns)} "
        f"ON {guard.table} FOR EACH ROW"
    )
    if vendor == "postgresql":
        when = f" WHEN ({guard.condition})" if guard.condition else ""
        return f"{head}{when} EXECUTE FUNCTION privacy_row_is_kept()"
    when = f" WHEN {guard.condition}" if guard.condition else ""
    return f"{head}{when} BEGIN SELECT RAISE(ABORT, 'this row is kept as it is'); END"
