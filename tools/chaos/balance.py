"""The balance at the end: what visitors were told, beside what is stored and was mailed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import psycopg2

DOUBLED = "SELECT count(*) - count(DISTINCT key) FROM leads_inquiry"
PARTIAL = """
    SELECT count(*) FROM leads_inquiry LEFT JOIN leads_lead ON inquiry_id = leads_inquiry.id
    WHERE inquiry_id IS NULL
       OR (SELECT count(*) FROM leads_event WHERE lead_id = inquiry_id AND kind = 'received') <> 1
       OR (SELECT count(*) FROM django_tasks_database_dbtaskresult
           WHERE task_path = 'leads.tasks.received'
             AND args_kwargs -> 'args' -> 0 = to_jsonb(inquiry_id)) <> 1
"""
UNSETTLED = """
    SELECT count(*) FROM django_tasks_database_dbtaskresult
    WHERE task_path LIKE 'leads.tasks.%' AND status IN ('READY', 'RUNNING')
"""
HURRY = """
    UPDATE django_tasks_database_dbtaskresult SET run_after = now() WHERE status = 'READY'
"""
UNCERTAIN = """
    SELECT count(*) FROM django_tasks_database_dbtaskresult
    WHERE task_path LIKE 'leads.tasks.%' AND status = 'FAILED'
"""


class Store:
    """The database of the run, read apart from the project's own code."""

    def __init__(self, url: str) -> None:
        self._host = parse_qs(urlsplit(url).query)["host"][0]

    def number(self, query: str) -> int:
        return int(self._rows(query)[0][0])

    def senders(self) -> dict[str, str]:
        """Return the e-mail address of each inquiry by its reference."""
        return {row[0]: row[1] for row in self._rows("SELECT reference, email FROM leads_inquiry")}

    def hurry(self) -> None:
        """Make retries due that wait for their next attempt."""
        self._rows(f"{HURRY} RETURNING 1")

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        link = psycopg2.connect(host=self._host, user="postgres", dbname="postgres")
        with closing(link), link, link.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())


def faults(store: Store, told: Mapping[int, str], letters: Counter[str]) -> Iterator[str]:
    """Yield a sentence for whatever does not add up."""
    stored = store.senders()
    lost = set(told.values()) - set(stored)
    untold = set(stored) - set(told.values())
    if len(told) != len(stored) or lost or untold:
        yield (
            f"{len(told)} receipts, {len(stored)} inquiries: {len(lost)} lost, "
            f"{len(untold)} without a receipt."
        )
    for name, query in (("doubled", DOUBLED), ("partial", PARTIAL)):
        if found := store.number(query):
            yield f"{found} inquiries are {name}."
    twice = [address for address, count in letters.items() if count > 1]
    if twice:
        yield f"{len(twice)} visitors got more than one acknowledgement."
    without = len(set(stored.values()) - set(letters))
    if without > store.number(UNCERTAIN):
        yield f"{without} visitors got no acknowledgement, and no failed job says so."
