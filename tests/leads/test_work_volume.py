"""100,000 inquiries: no page reads a big table from end to end.

`make soak` runs this on both databases and prints its measurements.
"""

import json
import resource
from datetime import UTC
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads import exports
from leads.models import Inquiry, Lead
from tests.base import StaffTestCase
from tests.cost import timed

from .volume import fill

pytestmark = pytest.mark.slow
COUNT = 100_000
BIG = {"leads_lead", "leads_inquiry", "leads_person", "leads_event"}
LISTS = (
    "tab=new",
    "tab=mine",
    "tab=due",
    "tab=overdue",
    "tab=quarantine",
    "tab=all",
    "tab=all&p=200",
    "tab=all&o=promised",
    "tab=all&o=oldest",
    "tab=all&state=won",
    "tab=all&site=autodealerchat",
    "tab=all&site=apartmentchatblog&state=qualified",
    "tab=all&business=dealer",
    "tab=all&business=other",
    "tab=all&owner=nobody",
    "tab=all&received=month",
    "tab=all&received=year&state=lost&business=apartments",
)
SELECTIVE = ("keller 4711", "+1-770-555-1234", "nobody at all", "#{reference}", "ada.becker.77@")
COMMON = ("becker", "example.com", "ab")


class VolumeTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        fill(COUNT, owners=[cls.alice, cls.adam])
        cls.reference = Inquiry.objects.order_by("pk")[COUNT // 2].reference

    def setUp(self):
        super().setUp()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # for solid state disks; the default is 4
                cursor.execute("SET LOCAL random_page_cost = 1.1")
        self.freeze_caches()  # or a search that takes seconds counts the queries that refresh them
        self.client.force_login(self.alice)
        self.client.get("/admin/leads/lead/")

    def test_no_list_filter_or_search_reads_a_table_whole(self):
        searches = [f"q={quote(text.format(reference=self.reference))}" for text in SELECTIVE]
        for query in (*LISTS, *searches):
            self.measure(query, scans_allowed=connection.vendor == "sqlite" and "q=" in query)
        for text in COMMON:  # a tenth and more of all rows match, so a scan is appropriate
            self.measure(f"q={quote(text)}", scans_allowed=True)

    def measure(self, query, *, scans_allowed):
        with CaptureQueriesContext(connection) as queries:
            response, taken = timed(lambda: self.client.get(f"/admin/leads/lead/?{query}"))
        assert response.status_code == 200, query
        print(
            f"{connection.vendor:10} {query:60} {taken * 1000:6.0f} ms "
            f"{len(queries):2} queries {len(response.content) // 1024:3} KB"
        )
        assert len(queries) <= 10, query
        assert len(response.content) <= 120 * 1024, query
        if not scans_allowed:
            for row in queries.captured_queries:
                assert not scanned(row["sql"]) & BIG, (query, row["sql"])

    def test_the_start_page_costs_a_limited_number_of_queries(self):
        self.client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            _, taken = timed(lambda: self.client.get("/admin/"))
        print(f"{connection.vendor:10} {'start page':60} {taken * 1000:6.0f} ms")
        assert len(queries) <= 60

    def test_the_export_streams(self):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        lines = exports.csv_lines(Lead.objects.order_by("-pk"), UTC)
        _, first = timed(lambda: (next(lines), next(lines)))
        count, rest = timed(lambda: sum(1 for _ in lines))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(
            f"{connection.vendor:10} export: first row {first * 1000:.0f} ms, "
            f"{count + 1:,} rows {rest:.0f} s, +{grown:.0f} MB"
        )
        assert count == COUNT - 1
        assert grown < 100


def scanned(sql):
    """Return the tables that the database would scan completely for `sql`."""
    if not sql.startswith("SELECT"):
        return set()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}".replace("%", "%%"), ())
            plan = cursor.fetchone()[0]
            return set(walk((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"), ())
        details = [row[3] for row in cursor.fetchall()]
    # Reading an index in order until a page is full is no table scan.
    return {row.split()[1] for row in details if row.startswith("SCAN") and "INDEX" not in row}


def walk(node, stops_after=None):
    """Yield the tables scanned completely, except scans that a LIMIT stops early."""
    stops_early = stops_after is not None and node["Plan Rows"] > stops_after
    if node["Node Type"] == "Seq Scan" and not stops_early:
        yield node["Relation Name"]
    limit = node["Plan Rows"] if node["Node Type"] == "Limit" else None
    for child in node.get("Plans", ()):
        yield from walk(child, limit)
