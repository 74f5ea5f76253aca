"""Export and erasure find a person by index alone, however many others there are."""

import time

import pytest
from django.db import connection
from django.test import TransactionTestCase

from contactatonce.brands.sites import load_sites
from leads.models import Inquiry
from privacy.erasure import erasure, retention
from privacy.registry import Subject
from privacy.rights import access, exports
from tests.base import StaffTestCase
from tests.privacy.crowd import fill
from tests.privacy.people import ADA, create_history, subject
from tests.privacy.plans import scans
from tests.privacy.world import World

needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="reads PostgreSQL's plans"
)


@needs_postgresql
class IndexTestCase(StaffTestCase):
    def test_no_big_table_is_read_from_end_to_end_for_one_person(self):
        world = World("ada")
        with scans() as found:
            access.collect(world.subject)
            plan = erasure.preview(world.subject)
            erasure.execute(subject=world.subject, plan_hash=plan.digest)
        assert found == set()

    def test_the_guard_sees_a_look_up_without_index(self):
        create_history()
        with scans() as found:
            list(Inquiry.objects.filter(city="Atlanta"))
        assert any("leads_inquiry" in scan for scan in found)


@pytest.mark.slow
@needs_postgresql
class MillionTestCase(TransactionTestCase):
    INQUIRIES = 1_000_000

    def test_one_person_among_a_million_is_exported_and_erased_within_two_seconds_each(self):
        load_sites()
        fill(self.INQUIRIES)
        create_history()
        someone = Subject("p500000@example.com")
        figures = {}
        for who, sought in (("someone", someone), ("ada", subject())):
            figures[f"export of {who}"] = seconds(lambda s=sought: exports.prepare(s))
        plan = erasure.preview(subject())
        figures["erasure"] = seconds(
            lambda: erasure.execute(subject=subject(), plan_hash=plan.digest)
        )
        print({name: round(value, 3) for name, value in figures.items()})
        assert max(figures.values()) <= 2.0, figures
        assert not Inquiry.objects.filter(email=ADA).exists()

    def test_a_hundred_thousand_old_rows_go_in_slices_shorter_than_a_second(self):
        load_sites()
        fill(100_000)
        Inquiry.objects.update(received_at="2020-01-01T00:00:00Z")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE leads_event SET at = '2020-01-01T00:00:00Z'")
            cursor.execute("ANALYZE")
        started = time.monotonic()
        done = {each.rule: each for each in retention.apply()}
        print(f"{time.monotonic() - started:.1f} s", done["inquiries"])
        assert done["inquiries"].deleted == 100_000
        assert max(each.longest for each in done.values()) <= 1.0


@needs_postgresql
@pytest.mark.slow
class MillionSweepTestCase(TransactionTestCase):
    def test_the_sweep_of_a_million_inquiries_ends(self):
        load_sites()
        fill(1_000_000)
        create_history()
        plan = erasure.preview(subject())
        done = erasure.execute(subject=subject(), plan_hash=plan.digest)
        took = seconds(lambda: erasure.finish(done.pk))
        print(f"sweep: {took:.1f} s")
        assert took <= 600


def seconds(action) -> float:
    started = time.monotonic()
    action()
    return time.monotonic() - started
