"""Export and erasure find a person by index alone, however many others there are."""

import pytest
from django.db import connection
from django.test import TransactionTestCase

from contactatonce.brands.sites import load_sites
from leads.models import Inquiry
from privacy.erasure import erasure, retention
from privacy.erasure.plan import plan_person
from privacy.registry import Subject
from privacy.rights import access, exports
from tests.base import StaffTestCase
from tests.cost import timed
from tests.privacy.crowd import fill
from tests.privacy.people import ADA, create_history, subject
from tests.privacy.plans import scans
from tests.privacy.world import World

MOST_TIMES = 20
needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="reads PostgreSQL's plans"
)


@needs_postgresql
class IndexTestCase(StaffTestCase):
    def test_no_big_table_is_read_from_end_to_end_for_one_person(self):
        world = World("ada")
        with scans() as found:
            access.collect(world.subject)
            plan = plan_person(world.subject)
            erasure.execute(subject=world.subject, plan_hash=plan.digest)
        assert found == set()

    def test_guard_detects_a_lookup_without_index(self):
        create_history()
        with scans() as found:
            list(Inquiry.objects.filter(city="Atlanta"))
        assert any("leads_inquiry" in scan for scan in found)


@pytest.mark.slow
@needs_postgresql
class MillionTestCase(TransactionTestCase):
    INQUIRIES = 1_000_000

    def test_one_person_among_a_million_stays_fast(self):
        load_sites()
        create_history()
        _, alone = timed(lambda: exports.prepare(subject()))
        fill(self.INQUIRIES)
        someone = Subject("p500000@example.com")
        figures = {}
        for who, sought in (("someone", someone), ("ada", subject())):
            _, figures[f"export of {who}"] = timed(lambda s=sought: exports.prepare(s))
        plan = plan_person(subject())
        _, figures["erasure"] = timed(
            lambda: erasure.execute(subject=subject(), plan_hash=plan.digest)
        )
        print({name: round(value, 3) for name, value in figures.items()}, f"alone {alone:.3f}")
        assert max(figures.values()) <= MOST_TIMES * alone, figures
        assert not Inquiry.objects.filter(email=ADA).exists()

    def test_a_hundred_thousand_old_rows_are_deleted_in_short_slices(self):
        load_sites()
        fill(100_000)
        Inquiry.objects.update(received_at="2020-01-01T00:00:00Z")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE leads_event SET at = '2020-01-01T00:00:00Z'")
            cursor.execute("ANALYZE")
        applied, taken = timed(retention.apply)
        done = {each.rule: each for each in applied}
        print(f"{taken:.1f} s", done["inquiries"])
        assert done["inquiries"].deleted == 100_000
        assert max(each.longest for each in done.values()) <= taken / 10


@needs_postgresql
@pytest.mark.slow
class MillionSweepTestCase(TransactionTestCase):
    def test_the_sweep_of_a_million_inquiries_ends(self):
        load_sites()
        fill(1_000_000)
        create_history()
        plan = plan_person(subject())
        done = erasure.execute(subject=subject(), plan_hash=plan.digest)
        _, taken = timed(lambda: erasure.finish(done.pk))
        print(f"sweep: {taken:.1f} s")
