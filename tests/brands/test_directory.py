"""Each process caches the sites: fresh within five seconds, no query per request."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unittest import mock

from django.db import InterfaceError, OperationalError, connections
from django.test import TransactionTestCase

from contactatonce.brands.directory import directory, find, read_sites
from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from contactatonce.lib import timed_cache
from contactatonce.lib.timed_cache import TimedCache
from leads.models import InquiryForm
from tests.base import SITES, SiteTestCase


class Clock:
    seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


class DirectoryTestCase(SiteTestCase):
    def setUp(self) -> None:
        super().setUp()
        patch = mock.patch.object(timed_cache, "time", Clock())
        self.clock = patch.start()
        self.addCleanup(patch.stop)
        directory.clear()
        find(self.host)

    def test_two_processes_see_an_edit_within_five_seconds(self):
        processes = [TimedCache(read_sites), TimedCache(read_sites)]
        for process in processes:
            process.get()
        Brand.objects.filter(host=self.host).update(host="www.renamed.example")
        self.clock.seconds += 5
        for process in processes:
            self.assertIn("www.renamed.example", process.get().by_host)
            self.assertNotIn(self.host, process.get().by_host)

    def test_fresh_cache_needs_no_query(self):
        self.clock.seconds += 2.9
        with self.assertNumQueries(0):
            for _ in range(50):
                find(self.host)

    def test_deleted_site_stops_answering(self):
        InquiryForm.objects.all().delete()
        brand = Brand.objects.get(host="www.apartmentchatblog.com")
        brand.delete()
        self.clock.seconds += 5
        for host in ("www.apartmentchatblog.com", "apartmentchatblog.com"):
            response = self.client.get("/", headers={"host": host})
            self.assertEqual(response.status_code, 421)

    def test_cached_sites_survive_a_database_outage(self):
        for error in (OperationalError, InterfaceError):
            self.clock.seconds += 5
            with (
                mock.patch.object(directory, "_read", side_effect=error) as read,
                self.assertLogs("contactatonce.lib.timed_cache", "ERROR"),
            ):
                for _ in range(3):
                    self.assertEqual(find(self.host)[0], self.brand)
            self.assertEqual(read.call_count, 1)
        self.clock.seconds += 5
        self.assertEqual(find(self.host)[0], self.brand)

    def test_new_process_reports_a_database_outage(self):
        other = TimedCache(read_sites)
        with (
            mock.patch.object(other, "_read", side_effect=OperationalError),
            self.assertRaises(OperationalError),
        ):
            other.get()
        self.assertEqual(len(other.get().brands), len(SITES))

    def test_repeated_lookup_costs_no_query(self):
        find(self.host)
        with self.assertNumQueries(0):
            for _ in range(1000):
                find(self.host)


class ThreadsTestCase(TransactionTestCase):
    def test_eight_threads_share_one_query(self):
        load_sites()
        clock = Clock()
        shared = TimedCache(read_sites)
        barrier = Barrier(8)
        reads = []
        read = shared._read

        def counted():
            reads.append(1)
            return read()

        shared._read = counted

        def look(_: int) -> set[str]:
            barrier.wait()
            try:
                return {host for _ in range(200) for host in shared.get().by_host}
            finally:
                connections.close_all()

        before = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        self.addCleanup(sys.setswitchinterval, before)
        with mock.patch.object(timed_cache, "time", clock), ThreadPoolExecutor(8) as pool:
            for expected in (1, 2, 3):
                for hosts in pool.map(look, range(8)):
                    self.assertEqual(len(hosts), len(SITES))
                self.assertEqual(len(reads), expected)
                clock.seconds += 5
