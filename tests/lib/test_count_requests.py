"""The cache counts exactly, keeps windows, evicts no one, and stops no visitor when it is down."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest import mock

import time_machine
from django.conf import settings
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import Error, OperationalError, connection, connections, transaction
from django.test import RequestFactory, SimpleTestCase, TestCase, TransactionTestCase
from django.utils import timezone
from django_ratelimit.core import get_usage

from contactatonce.jobs import tasks
from contactatonce.lib.cache import AtomicDatabaseCache

THREADS, HITS = 8, 50


def hit(address: str = "198.51.100.7", rate: str = "1000/h") -> dict | None:
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    return get_usage(request, group="test", key="ip", rate=rate, increment=True)


def stored() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        return cursor.fetchall()


class CountWithThreadsTestCase(TransactionTestCase):
    def tearDown(self) -> None:
        cache.clear()

    def test_eight_threads_with_fifty_hits_each_are_four_hundred_hits(self):
        def hits(_: int) -> list[int]:
            try:
                return [hit()["count"] for _ in range(HITS)]
            finally:
                connections.close_all()

        with ThreadPoolExecutor(THREADS) as pool:
            counts = [count for chunk in pool.map(hits, range(THREADS)) for count in chunk]
        self.assertEqual(sorted(counts), list(range(1, THREADS * HITS + 1)))
        self.assertEqual(hit()["count"], THREADS * HITS + 1)

    def test_of_eight_threads_that_add_the_same_key_one_succeeds(self):
        def add(number: int) -> bool:
            try:
                return cache.add("lock", [number])
            finally:
                connections.close_all()

        with ThreadPoolExecutor(THREADS) as pool:
            self.assertEqual(sum(pool.map(add, range(THREADS))), 1)


class CountTestCase(TestCase):
    def test_the_ratelimit_package_accepts_the_cache(self):
        call_command("check", tags=["django_ratelimit"])

    def test_a_hit_costs_one_statement_and_a_later_one_two(self):
        with self.assertNumQueries(1 + 2):  # the savepoint is due to the test's own transaction
            hit()
        with self.assertNumQueries(2 + 4):
            hit()

    def test_counting_up_keeps_the_time_to_live(self):
        with time_machine.travel("2026-11-02 10:00:00+00:00", tick=False) as now:
            cache.add("window", 1, timeout=3600)
            now.shift(timedelta(minutes=59))
            self.assertEqual(cache.incr("window"), 2)
            now.shift(timedelta(minutes=2))
            with self.assertRaises(ValueError):
                cache.incr("window")
            self.assertIsNone(cache.get("window"))
            self.assertTrue(cache.add("window", 1, timeout=3600))
            self.assertEqual(cache.get("window"), 1)

    def test_no_number_of_other_keys_evicts_a_living_counter(self):
        backend = AtomicDatabaseCache("cache", {"OPTIONS": {"MAX_ENTRIES": 5, "CULL_FREQUENCY": 2}})
        backend.add("mine", 1, timeout=600)
        for number in range(40):
            backend.set(f"spray-{number}", "x", timeout=600)
            backend.add(f"count-{number}", 1, timeout=600)
        self.assertEqual(backend.incr("mine"), 2)
        self.assertEqual(len(stored()), 81)

    def test_the_duty_removes_expired_rows_and_only_those(self):
        with time_machine.travel("2026-11-02 10:00:00+00:00", tick=False) as now:
            cache.set("short", 1, timeout=60)
            cache.set("long", 2, timeout=600)
            cache.set("forever", 3, timeout=None)
            now.shift(timedelta(minutes=2))
            tasks.forget_expired_cache_rows()
            self.assertEqual({key for key, _ in stored()}, {":1:long", ":1:forever"})

    def test_what_is_stored_names_no_network(self):
        hit("198.51.100.7")
        hit("2001:db8:1:2::3")
        text = repr(stored())
        self.assertEqual(len(stored()), 2)
        for trace in ("198.51", "2001", "db8"):
            self.assertNotIn(trace, text)

    def test_neighbors_share_a_counter_and_strangers_do_not(self):
        self.assertEqual(hit("198.51.100.7")["count"], 1)
        self.assertEqual(hit("198.51.100.250")["count"], 2)
        self.assertEqual(hit("198.51.101.7")["count"], 1)
        self.assertEqual(hit("::ffff:198.51.100.9")["count"], 3)
        self.assertEqual(hit("2001:db8:1:2::3")["count"], 1)
        self.assertEqual(hit("2001:db8:1:2:ffff::3")["count"], 2)
        self.assertEqual(hit("2001:db8:1:3::3")["count"], 1)

    def test_values_of_every_kind_come_back_as_they_were(self):
        values = {
            "a": [1.5, "ä"],
            "b": True,
            "c": None,
            "d": 7,
            "e": "#7",
            "f": -3,
            "g": timezone.now(),
        }
        cache.set_many(values)
        self.assertEqual(cache.get_many([*values, "missing"]), values)
        self.assertIs(cache.get("b"), True)
        self.assertEqual(cache.decr("d", 9), -2)
        for key in ("a", "b", "e", "missing"):
            with self.assertRaises(ValueError):
                cache.incr(key)

    def test_touch_lengthens_a_life_and_wakes_no_dead(self):
        with time_machine.travel("2026-11-02 10:00:00+00:00", tick=False) as now:
            cache.set("key", "value", timeout=60)
            now.shift(timedelta(seconds=50))
            self.assertTrue(cache.touch("key", 60))
            now.shift(timedelta(seconds=50))
            self.assertEqual(cache.get("key"), "value")
            now.shift(timedelta(seconds=50))
            self.assertFalse(cache.touch("key", 60))
            self.assertNotIn("key", cache)

    def test_a_count_inside_a_transaction_is_undone_with_it(self):
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            self.assertEqual(hit()["count"], 1)
            raise ZeroDivisionError
        self.assertEqual(hit()["count"], 1)
        self.assertFalse(settings.DATABASES["default"].get("ATOMIC_REQUESTS"))

    def test_a_cache_that_fails_breaks_no_transaction_around_it(self):
        with (
            mock.patch.object(caches["default"], "_table", "no_such_table"),
            self.assertLogs("contactatonce.lib.cache", "ERROR"),
            transaction.atomic(),
        ):
            self.assertEqual(hit()["count"], 1)
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")

    def test_a_name_for_the_table_is_quoted(self):
        odd = AtomicDatabaseCache('odd "; DROP TABLE cache; --', {})
        with self.assertLogs("contactatonce.lib.cache", "ERROR"):
            self.assertFalse(odd.set("key", "value"))
        self.assertEqual(stored(), [])


class CacheDownTestCase(SimpleTestCase):
    def test_a_database_that_is_down_blocks_no_visitor(self):
        for error in (OperationalError, Error):
            with (
                mock.patch("contactatonce.lib.cache.connections") as broken,
                self.assertLogs("contactatonce.lib.cache", "ERROR") as logs,
            ):
                broken.__getitem__.return_value.in_atomic_block = False
                broken.__getitem__.return_value.cursor.side_effect = error("at 198.51.100.7")
                self.assertLessEqual(hit()["count"], 1)
                self.assertIsNone(cache.get("key"))
                self.assertNotIn("key", cache)
                self.assertFalse(cache.delete("key"))
                self.assertTrue(cache.add("key", 1))  # False would say that the key exists
            self.assertNotIn("198.51", "".join(logs.output))
