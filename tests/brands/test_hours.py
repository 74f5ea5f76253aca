"""The promised time equals that of a slow calculator that counts business hours in steps."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactatonce.brands.hours import Schedule, Week
from tests.cost import times

STEP = timedelta(minutes=15)
NEW_YORK = ZoneInfo("America/New_York")
OFFICE: Week = {day: [(time(9), time(18))] for day in range(5)}
ZONES = (
    "America/New_York",
    "Europe/London",
    "Asia/Kolkata",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "America/Phoenix",
    "Pacific/Auckland",
    "UTC",
)


def count_by_hand(start, hours, week, closed, zone):
    """Walk in steps of a quarter of an hour until `hours` business hours have passed."""
    left, moment = timedelta(hours=hours), start
    while left > timedelta(0):
        local = moment.astimezone(zone)
        is_open = local.date() not in closed and any(
            opens <= local.time().replace(tzinfo=None) < closes
            for opens, closes in week.get(local.weekday(), [])
        )
        moment += STEP
        if is_open:
            left -= STEP
    return moment


# Clocks change between 1 and 4 in the morning. Skipped and repeated times are ambiguous, so no
# stretch begins or ends then (but one may include them).
quarters = st.sampled_from(
    [time(0), *(time(hour, minute) for hour in range(4, 24) for minute in (0, 15, 30, 45))]
)


@st.composite
def stretches(draw):
    """Draw up to three stretches of a day, which may overlap."""
    return [
        tuple(sorted(draw(st.lists(quarters, min_size=2, max_size=2, unique=True))))
        for _ in range(draw(st.integers(0, 3)))
    ]


def longest_stretch(week):
    """Return the minutes of the longest stretch in a week."""
    minutes = (
        (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
        for day in week.values()
        for opens, closes in day
    )
    return max(minutes, default=0)


# An hour a week at least: counting by hand walks through every quarter of an hour of forty weeks.
weeks = st.dictionaries(st.integers(0, 6), stretches(), min_size=1).filter(
    lambda week: longest_stretch(week) >= 60
)
moments = st.integers(0, 4 * 24 * 366 * 3).map(
    lambda step: datetime(2026, 1, 1, tzinfo=UTC) + step * STEP
)


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(1, 40), weeks, st.sets(st.integers(0, 30), max_size=5), st.data())
def test_interval_arithmetic_equals_counting(start, hours, week, holidays, data):
    zone = ZoneInfo(data.draw(st.sampled_from(ZONES)))
    closed = {start.astimezone(zone).date() + timedelta(days=day) for day in holidays}
    assert Schedule(week, closed, zone).add_hours(start, hours) == count_by_hand(
        start, hours, week, closed, zone
    )


@pytest.mark.parametrize(
    ("received", "promised"),
    [
        ("2026-11-24 15:00", "2026-11-24 19:00"),  # in the morning: the same afternoon
        ("2026-11-24 21:30", "2026-11-25 16:30"),  # half past four: two and a half hours tomorrow
        ("2026-11-25 22:30", "2026-11-27 17:30"),  # the day before Thanksgiving
        ("2026-11-28 03:00", "2026-11-30 18:00"),  # in the night to Saturday
        ("2026-03-07 12:00", "2026-03-09 17:00"),  # over the start of daylight saving time
        ("2026-10-31 12:00", "2026-11-02 18:00"),  # over its end
    ],
)
def test_four_hours_from_nine_to_six_in_new_york(received, promised):
    start = datetime.fromisoformat(f"{received}:00+00:00")
    wanted = datetime.fromisoformat(f"{promised}:00+00:00")
    assert Schedule(OFFICE, {date(2026, 11, 26)}, NEW_YORK).add_hours(start, 4) == wanted


def test_clock_changes_count_real_hours():
    always: Week = {day: [(time(0), time(23, 45))] for day in range(7)}
    before = datetime(2026, 3, 8, 5, tzinfo=UTC)  # midnight in New York, 2 becomes 3
    assert Schedule(always, set(), NEW_YORK).add_hours(before, 3) == before + timedelta(hours=3)
    before = datetime(2026, 11, 1, 4, tzinfo=UTC)  # 1 to 2 comes twice
    assert Schedule(always, set(), NEW_YORK).add_hours(before, 3) == before + timedelta(hours=3)


def test_overlapping_stretches_count_once():
    twice: Week = {1: [(time(9), time(12)), (time(10), time(11)), (time(11), time(14))]}
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert Schedule(twice, set(), ZoneInfo("UTC")).add_hours(start, 4) == start + timedelta(hours=4)


def test_eighty_hours_can_take_320_weeks():
    mondays: Week = {0: [(time(9), time(9, 15))]}
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    wanted = start + timedelta(weeks=319, minutes=15)
    assert Schedule(mondays, set(), ZoneInfo("UTC")).add_hours(start, 80) == wanted


def test_closed_calendar_counts_every_hour():
    start = datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert Schedule({}, set(), NEW_YORK).add_hours(start, 4) == start + timedelta(hours=4)
    every_day = {start.date() + timedelta(days=day) for day in range(-1, 3700)}
    assert Schedule(OFFICE, every_day, NEW_YORK).add_hours(start, 4) == start + timedelta(hours=4)


def test_eighty_hours_are_computed_quickly():
    start = datetime(2026, 11, 24, 15, tzinfo=UTC)

    def find(hours):
        for _ in range(100):
            Schedule(OFFICE, set(), NEW_YORK).add_hours(start, hours)

    assert times(lambda: find(80), lambda: find(8)) < 30  # ten times as many days to look at
