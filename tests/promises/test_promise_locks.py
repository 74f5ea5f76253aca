"""Checking the promises blocks no writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext

from promises import services as evidence
from promises.registry import Kind, checks
from search import crawler
from tests.promises.base import ProvenTestCase

WRITES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT")


class LockTestCase(ProvenTestCase):
    def test_what_only_opens_pages_begins_no_transaction_and_writes_nothing(self):
        reading = [check for check in checks.values() if check.only_reads]
        assert {check.promise for check in reading} >= {"P06", "P08", "P14", "P26", "P29", "P34"}
        with crawler.one_tour():
            for check in reading:
                with CaptureQueriesContext(connection) as captured:
                    problems, _ = evidence.find(check)
                assert problems == [], check.name
                begun = [each["sql"] for each in captured if each["sql"].startswith(WRITES)]
                assert begun == [], check.name

    def test_no_flow_inside_a_transaction_walks_through_all_pages(self):
        storing = [
            check for check in checks.values() if check.kind is Kind.FLOW and not check.only_reads
        ]
        assert len(storing) > 10
        for check in storing:
            with watched_tour() as walked:
                evidence.find(check)
            assert not walked, f"{check.name} walks through all pages: say only_reads=True"


@contextmanager
def watched_tour() -> Iterator[list[str]]:
    """Yield a list that records each walk through all sites."""
    walked: list[str] = []
    with mock.patch.object(crawler, "walk", lambda: walked.append("walked") or ((), 0)):
        yield walked
