"""Values cached in a process: read once, refreshed when old, kept while the source is down."""

import pytest
from django.core.signing import Signer
from django.db import OperationalError

from contactatonce.lib.timed_cache import TimedCache


class Source:
    """Counts how often it is read; fails on demand."""

    def __init__(self) -> None:
        self.reads = 0
        self.is_down = False

    def __call__(self) -> int:
        if self.is_down:
            raise OperationalError("the database is down")
        self.reads += 1
        return self.reads


def test_it_is_read_once_while_fresh_and_again_when_old():
    source = Source()
    snapshot = TimedCache(source, seconds=3)
    assert [snapshot.get(), snapshot.get()] == [1, 1]
    snapshot._read_at -= 3
    assert snapshot.get() == 2


def test_the_last_value_stays_while_the_database_does_not_answer():
    source = Source()
    snapshot = TimedCache(source, seconds=3)
    snapshot.get()
    source.is_down = True
    snapshot._read_at -= 3
    assert snapshot.get() == 1
    source.is_down = False
    snapshot._read_at -= 3
    assert snapshot.get() == 2


def test_without_any_value_the_error_is_told():
    source = Source()
    source.is_down = True
    with pytest.raises(OperationalError):
        TimedCache(source).get()


def test_clearing_makes_the_next_look_read():
    source = Source()
    snapshot = TimedCache(source)
    snapshot.get()
    TimedCache.clear_all()
    assert snapshot.get() == 2


def test_a_new_process_goes_on_with_the_last_value_from_disk(tmp_path, settings):
    settings.LAST_KNOWN = tmp_path
    TimedCache(Source(), name="number").get()
    source = Source()
    source.is_down = True
    snapshot = TimedCache(source, name="number")
    assert snapshot.get() == 1
    with pytest.raises(OperationalError):
        TimedCache(source, name="other").get()
    source.is_down, source.reads = False, 7
    snapshot._read_at -= 3
    assert snapshot.get() == 8


def test_a_forged_or_broken_copy_is_not_opened(tmp_path, settings):
    settings.LAST_KNOWN = tmp_path
    TimedCache(Source(), name="number").get()
    copy = tmp_path / "number"
    source = Source()
    source.is_down = True
    for content in ("", "gASVAgAAAAAAAABLBS4=", copy.read_text()[:-1], Signer().sign("x")):
        copy.write_text(content)
        with pytest.raises(OperationalError):
            TimedCache(source, name="number").get()


def test_a_disk_that_is_full_does_not_matter(tmp_path, settings):
    (tmp_path / "file").write_text("")
    settings.LAST_KNOWN = tmp_path / "file"
    assert TimedCache(Source(), name="number").get() == 1
