"""Query plans of PostgreSQL: no query of a block scans a table of people."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

BIG = {"leads_inquiry", "leads_event", "leads_lead", "leads_person", "leads_answer"}
BIG |= {"leads_correction", "leads_company", "privacy_consent", "privacy_suppression"}
BIG |= {"privacy_disclosure", "django_admin_log", "account_emailaddress", "accounts_user"}

PARTIAL = {"user_staff"}  # it holds what is looked for and nothing else


@contextmanager
def scans() -> Iterator[set[str]]:
    """Yield a set that collects the big tables that a statement of the block scans.

    PostgreSQL scans small tables in any case, so it is made to believe that each holds a million
    rows, and sequential scans are made expensive: a remaining scan has no index that helps.
    """
    found: set[str] = set()

    def explain(execute, sql, params, many, context):
        if not many and sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
            with context["connection"].cursor().cursor as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
                found.update(_sequential(_parsed(cursor.fetchone()[0])[0]["Plan"]))
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(
            "UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE relname = ANY(%s)",
            [list(BIG)],
        )
    try:
        with connection.execute_wrapper(explain):
            yield found
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET enable_seqscan = on")


def _parsed(plan):
    return json.loads(plan) if isinstance(plan, str) else plan


def _sequential(node: dict) -> Iterator[str]:
    """Yield the big tables that a plan reads whole: row by row, or along an index without a key."""
    table, index = node.get("Relation Name", ""), node.get("Index Name", "")
    is_walk = node["Node Type"] in {"Index Scan", "Index Only Scan"} and "Index Cond" not in node
    if table in BIG and (node["Node Type"] == "Seq Scan" or (is_walk and index not in PARTIAL)):
        yield f"{table}: {node.get('Filter', '')}"
    for part in node.get("Plans", ()):
        yield from _sequential(part)
