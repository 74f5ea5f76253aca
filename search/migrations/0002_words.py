"""The word index beside the entries: a column on PostgreSQL, an FTS5 table on SQLite.

Both follow the entries by themselves. Django's models know neither of them.
"""

from django.db import migrations

POSTGRESQL = (
    """
    ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_words), 'A')
        || setweight(to_tsvector('simple', text_words), 'D')
    ) STORED
    """,
    "CREATE INDEX search_entry_words ON search_entry USING gin (words)",
)
OUT = "INSERT INTO search_words(search_words, rowid, title_words, text_words) VALUES ('delete', OLD.id, OLD.title_words, OLD.text_words);"
IN = "INSERT INTO search_words(rowid, title_words, text_words) VALUES (NEW.id, NEW.title_words, NEW.text_words);"
SQLITE = (
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        title_words, text_words, content='search_entry', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0"
    )
    """,
    f"CREATE TRIGGER search_words_insert AFTER INSERT ON search_entry BEGIN {IN} END",
    f"CREATE TRIGGER search_words_delete AFTER DELETE ON search_entry BEGIN {OUT} END",
    f"CREATE TRIGGER search_words_update AFTER UPDATE ON search_entry BEGIN {OUT} {IN} END",
)


def create_index(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_entry DROP COLUMN words")
        return
    for name in ("insert", "delete", "update"):
        schema_editor.execute(f"DROP TRIGGER search_words_{name}")
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
