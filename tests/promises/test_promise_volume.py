"""All checks at 1,000,000 inquiries and 5,000,000 timeline rows end within a minute."""

import pytest
from django.db import connection

from leads.models import Event
from promises import services as evidence
from promises.models import Evidence
from tests.cost import timed
from tests.privacy.crowd import fill
from tests.promises.base import ProvenTestCase

MOST_TIMES = 300  # times as long as the database takes to count all rows of the timeline


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL makes the crowd")
class VolumeTestCase(ProvenTestCase):
    INQUIRIES = 1_000_000

    def test_checking_all_promises_reads_tables_a_limited_number_of_times(self):
        with connection.cursor() as cursor:  # or no index can be made in the same transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        fill(self.INQUIRIES)
        _, count = timed(Event.objects.count)
        _, took = timed(evidence.run_all)
        slowest = Evidence.objects.order_by("-milliseconds")[:5]
        print({row.check_name: row.milliseconds for row in slowest}, f"{took:.1f} s, {count:.2f} s")
        assert took <= MOST_TIMES * count
