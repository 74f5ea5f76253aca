"""Writers of SQLite wait for each other in milliseconds, and not for ever."""

import threading

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, connections, transaction

from contactatonce.brands.models import Calendar
from contactatonce.lib.sqlite3 import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a matter of SQLite"),
]


def in_thread(act) -> threading.Thread:
    """Run `act` in a thread with a connection of its own, closed at the end."""

    def run():
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def busy_timeout() -> int:
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA busy_timeout").fetchone()[0]


def test_a_writer_looks_again_every_millisecond_or_two(monkeypatch):
    pauses: list[float] = []
    has_looked_often = threading.Event()

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 20:
            has_looked_often.set()
        really_sleep(seconds)

    really_sleep = base.time.sleep
    monkeypatch.setattr(base.time, "sleep", pause)

    def write():
        with transaction.atomic():
            Calendar.objects.create(name="second")

    with transaction.atomic():
        Calendar.objects.create(name="first")
        thread = in_thread(write)
        assert has_looked_often.wait(timeout=10)
    thread.join()
    assert max(pauses) <= 0.002
    assert Calendar.objects.count() == 2


def test_a_count_waits_in_the_same_way():
    with transaction.atomic():
        Calendar.objects.create(name="first")
        counted = []
        thread = in_thread(lambda: counted.append(cache.add("window", 1, 60)))
        thread.join(timeout=0.2)
        assert thread.is_alive()
    thread.join()
    assert counted == [True]
    assert cache.get("window") == 1


def test_after_the_time_that_the_settings_allow_it_gives_up(monkeypatch):
    errors = []

    def write():
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
        try:
            with transaction.atomic():
                Calendar.objects.create(name="second")
        except OperationalError as error:
            errors.append(str(error))
        errors.append(busy_timeout())

    with transaction.atomic():
        Calendar.objects.create(name="first")
        in_thread(write).join()
    assert errors == ["database is locked", 200]


def test_a_statement_on_its_own_still_waits_as_the_settings_say():
    with transaction.atomic():
        Calendar.objects.create(name="first")
    assert busy_timeout() == 20_000


def test_another_error_of_the_database_is_not_taken_for_waiting(monkeypatch):
    def fail(self):
        raise OperationalError("disk I/O error")

    parent = "django.db.backends.sqlite3.base.DatabaseWrapper._start_transaction_under_autocommit"
    monkeypatch.setattr(parent, fail)
    with pytest.raises(OperationalError, match="disk I/O error"), transaction.atomic():
        pass
