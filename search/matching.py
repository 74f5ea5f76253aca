"""Find matching entries, best first: one statement for SQLite's FTS5, one for PostgreSQL."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from contactatonce.brands.models import Brand

from .models import Entry
from .registry import registered

MOST_RESULTS = 200
SHORTEST_PREFIX = 3

# Texts whose title has all the words come first; then what each engine holds most relevant.
# The plus keeps SQLite from running the match again for each visible entry.
SQLITE = """
    SELECT
        search_words.rowid AS id,
        bm25(search_words, 8.0, 1.0) AS distance,
        search_words.rowid NOT IN (
            SELECT rowid FROM search_words WHERE search_words MATCH %s
        ) AS is_apart
    FROM search_words
    WHERE search_words MATCH %s AND +search_words.rowid IN ({visible})
"""
POSTGRESQL = """
    SELECT
        search_entry.id AS id,
        -ts_rank(words, %s::tsquery, 1) AS distance,
        NOT words @@ %s::tsquery AS is_apart
    FROM search_entry
    WHERE words @@ %s::tsquery AND search_entry.id IN ({visible})
"""


def matching(seen: Q, words: Sequence[str], *, all_of_them: bool = True) -> list[int]:
    """Return the keys of the entries in `seen` that have `words`, best first.

    `seen` is `published(brand)` or a part of it. `words` are stems. The last one, as the one that
    is being typed, also matches what begins with it; if one word is enough, each does.
    """
    try:
        visible, values = Entry.objects.filter(seen).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    if connection.vendor == "postgresql":
        found, anywhere = POSTGRESQL, tsquery(words, all_of_them)
        sought = [anywhere, tsquery(words, all_of_them, weight="A"), anywhere]
    else:
        found, anywhere = SQLITE, fts5_query(words, all_of_them)
        sought = [f"title_words : ({anywhere})", anywhere]
    order = f"ORDER BY is_apart, distance, id DESC LIMIT {MOST_RESULTS}"
    with connection.cursor() as cursor:
        cursor.execute(f"{found.format(visible=visible)} {order}", (*sought, *values))
        return [row[0] for row in cursor.fetchall()]


def published(brand: Brand) -> Q:
    """Return the condition for entries of what visitors of `brand` may see now."""
    seen = Q(pk__in=[])
    for entry in registered.values():
        rows = entry.published(brand).order_by().values("pk")
        seen |= Q(model=entry.label, object_id__in=rows)
    return seen


def begun_words(words: Sequence[str], *, all_of_them: bool) -> Iterator[str]:
    """Yield the words that also match what begins with them."""
    for place, word in enumerate(words):
        is_last = place == len(words) - 1
        if (is_last or not all_of_them) and len(word) >= SHORTEST_PREFIX:
            yield word


def fts5_query(words: Sequence[str], all_of_them: bool) -> str:
    """Return the words as FTS5 reads them; they have letters and digits only."""
    begun = set(begun_words(words, all_of_them=all_of_them))
    parts = [f'("{word}" OR "{word}"*)' if word in begun else f'"{word}"' for word in words]
    return (" AND " if all_of_them else " OR ").join(parts)


def tsquery(words: Sequence[str], all_of_them: bool, weight: str = "") -> str:
    """Return the words as PostgreSQL reads a tsquery; `weight` "A" looks into titles only."""
    begun = set(begun_words(words, all_of_them=all_of_them))
    parts = [
        f"('{word}':{weight} | '{word}':*{weight})" if word in begun else f"'{word}':{weight}"
        for word in words
    ]
    return (" & " if all_of_them else " | ").join(parts)
