"""What two people did to different rows of one list is put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing import parts

pytestmark = pytest.mark.once
KEYS = "abcde"


@st.composite
def rows(draw) -> parts.Rows:
    """Some rows in some order; each says one of three things."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))
    return [{"key": key, "says": draw(st.integers(0, 2))} for key in keys]


def keys(found: parts.Rows) -> list[str]:
    return [row["key"] for row in found]


@given(rows(), rows())
def test_where_only_one_did_something_it_is_what_he_did(before, after):
    assert parts.rebased(before, before, after) == after
    assert parts.rebased(before, after, before) == after
    assert parts.contested(before, before, after) == parts.contested(before, after, before) == []


@given(rows(), rows(), rows())
def test_each_row_is_the_one_that_somebody_changed_and_of_two_the_wanted_one(before, now, wanted):
    was, stands, will = map(parts.by_key, (before, now, wanted))
    found = parts.by_key(parts.rebased(before, now, wanted))
    for key in KEYS:
        expected = will.get(key) if will.get(key) != was.get(key) else stands.get(key)
        assert found.get(key) == expected, key


@given(rows(), rows(), rows())
def test_what_is_contested_is_just_what_the_other_one_did_and_does_not_stand(before, now, wanted):
    was, stands = parts.by_key(before), parts.by_key(now)
    merged = parts.rebased(before, now, wanted)
    lost = {
        key
        for key in was | stands
        if was.get(key) != stands.get(key) != parts.by_key(merged).get(key)
    }
    assert set(parts.contested(before, now, merged)) - {parts.ORDER} == lost


@given(rows(), rows())
def test_who_takes_all_of_today_has_today(now, wanted):
    every = {*KEYS, parts.ORDER}
    assert parts.taken(wanted, now, every) == now
    assert parts.taken(wanted, now, set()) == wanted


def test_a_new_row_stands_behind_the_one_that_it_was_put_behind():
    before, now, wanted = ([{"key": key} for key in order] for order in ("abc", "axbc", "abyc"))
    assert keys(parts.rebased(before, now, wanted)) == list("axbyc")


def test_two_new_orders_are_contested_and_the_wanted_one_stands():
    before, now, wanted = ([{"key": key} for key in order] for order in ("abc", "bac", "acb"))
    assert keys(parts.rebased(before, now, wanted)) == list("acb")
    assert parts.contested(before, now, wanted) == [parts.ORDER]
    assert keys(parts.taken(wanted, now, {parts.ORDER})) == list("bac")
