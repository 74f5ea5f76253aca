"""By when a request is answered (P30): 30 days or one calendar month, whichever ends first."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from privacy.rights import clock

ATLANTA = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # by hand: 30 days later | the same day of the next month, or its last one
        ((2027, 1, 30), (2027, 2, 28)),  # March 1 | February 28
        ((2027, 1, 31), (2027, 2, 28)),  # March 2 | February 28
        ((2028, 1, 30), (2028, 2, 29)),  # February 29 | February 29
        ((2028, 1, 31), (2028, 2, 29)),  # March 1 | February 29
        ((2027, 2, 10), (2027, 3, 10)),  # March 12 | March 10
        ((2027, 2, 28), (2027, 3, 28)),  # March 30 | March 28
        ((2028, 2, 29), (2028, 3, 29)),  # March 30 | March 29
        ((2027, 4, 15), (2027, 5, 15)),  # May 15 | May 15
        ((2027, 8, 31), (2027, 9, 30)),  # September 30 | September 30
        ((2027, 3, 5), (2027, 4, 4)),  # April 4 | April 5
        ((2027, 12, 31), (2028, 1, 30)),  # January 30 | January 31
    ],
)
def test_the_earlier_of_30_days_and_one_month(received, due):
    assert clock.due_on(datetime(*received, 12, tzinfo=UTC), ATLANTA) == date(*due)


@pytest.mark.parametrize(
    ("moment", "zone", "due"),
    [
        (datetime(2027, 12, 31, 23, 59, tzinfo=ATLANTA), ATLANTA, date(2028, 1, 30)),
        (datetime(2028, 1, 1, 4, 59, tzinfo=UTC), ATLANTA, date(2028, 1, 30)),  # the same moment
        (datetime(2028, 1, 1, 5, 0, tzinfo=UTC), ATLANTA, date(2028, 1, 31)),
        (datetime(2027, 12, 31, 23, 59, tzinfo=UTC), ZoneInfo("Europe/Berlin"), date(2028, 1, 31)),
    ],
)
def test_the_day_of_receipt_is_that_of_the_company_zone(moment, zone, due):
    assert clock.due_on(moment, zone) == due


def test_due_date_never_exceeds_either_limit():
    for ordinal in range(date(2025, 1, 1).toordinal(), date(2029, 1, 1).toordinal()):
        received = date.fromordinal(ordinal)
        moment = datetime(received.year, received.month, received.day, 12, tzinfo=UTC)
        due = clock.due_on(moment, UTC)
        days = (due - received).days
        month = (due.year * 12 + due.month) - (received.year * 12 + received.month)
        assert 28 <= days <= 30
        assert month == 1 or (month == 0 and received.day == 1)


def test_an_extension_is_two_months_more():
    assert clock.add_months(date(2027, 12, 31), clock.EXTENSION_MONTHS) == date(2028, 2, 29)
