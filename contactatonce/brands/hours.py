"""Arithmetic with opening hours, by intervals and in the local time of the people who answer."""

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Week = dict[int, list[tuple[time, time]]]
FARTHEST = timedelta(days=400)


def add_hours(
    start: datetime, hours: int, week: Week, closed: Container[date], zone: ZoneInfo
) -> datetime:
    """Return the moment at which `hours` opening hours have passed since `start`, in UTC.

    `week` gives the open stretches of each weekday (Monday is 0), `closed` the holidays, both in
    local time of `zone`; changes to and from summer time count as they happen. A calendar that has
    not enough of them within 400 days counts every hour, so that there is always an answer.
    """
    start = start.astimezone(UTC)
    left = timedelta(hours=hours)
    if not any(week.values()):
        return start + left
    day = start.astimezone(zone).date()
    last = day + FARTHEST
    while day <= last:
        if day not in closed:
            for opens, closes in sorted(week.get(day.weekday(), [])):
                begins = max(start, datetime.combine(day, opens, zone).astimezone(UTC))
                ends = datetime.combine(day, closes, zone).astimezone(UTC)
                if ends <= begins:
                    continue
                if ends - begins >= left:
                    return begins + left
                left -= ends - begins
        day += timedelta(days=1)
    return start + timedelta(hours=hours)
