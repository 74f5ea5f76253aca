"""Arithmetic with opening hours, by intervals and in the local time of the people who answer."""

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Week = dict[int, list[tuple[time, time]]]
FARTHEST = timedelta(days=3660)  # eighty hours of a quarter of an hour a week take six years


def add_hours(
    start: datetime, hours: int, week: Week, closed: Container[date], zone: ZoneInfo
) -> datetime:
    """Return the moment at which `hours` opening hours have passed since `start`, in UTC.

    `week` gives the open stretches of each weekday (Monday is 0), `closed` the holidays, both in
    local time of `zone`; stretches that overlap count once, changes to and from summer time as they
    happen. A calendar that has not enough of them within ten years counts every hour, so that there
    is always an answer.
    """
    counted_to = start.astimezone(UTC)
    left = timedelta(hours=hours)
    if not any(week.values()):
        return counted_to + left
    day = counted_to.astimezone(zone).date()
    last = day + FARTHEST
    while day <= last:
        if day not in closed:
            for opens, closes in sorted(week.get(day.weekday(), [])):
                begins = max(counted_to, datetime.combine(day, opens, zone).astimezone(UTC))
                ends = datetime.combine(day, closes, zone).astimezone(UTC)
                if ends <= begins:
                    continue
                if ends - begins >= left:
                    return begins + left
                left -= ends - begins
                counted_to = ends
        day += timedelta(days=1)
    return start.astimezone(UTC) + timedelta(hours=hours)
