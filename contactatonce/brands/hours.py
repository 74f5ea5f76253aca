"""Arithmetic with business hours, in the local time of the people who answer."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat

Week = dict[int, list[tuple[time, time]]]
FARTHEST = timedelta(days=3660)  # 80 hours at a quarter of an hour a week take six years


@dataclass(frozen=True)
class Schedule:
    """When people answer: `week` has the open stretches of each weekday (Monday is 0).

    Stretches and holidays are in local time of `zone`; changes to and from daylight saving time
    count as they happen, overlapping stretches once.
    """

    week: Week
    holidays: Container[date]
    zone: ZoneInfo

    def stretches(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open stretches of a local day in UTC, the earliest first."""
        if day not in self.holidays:
            for opens, closes in sorted(self.week.get(day.weekday(), [])):
                yield (
                    datetime.combine(day, opens, self.zone).astimezone(UTC),
                    datetime.combine(day, closes, self.zone).astimezone(UTC),
                )

    def is_open_at(self, moment: datetime) -> bool:
        """Return whether people answer at `moment`; the closing time itself is outside."""
        day = moment.astimezone(self.zone).date()
        return any(begins <= moment < ends for begins, ends in self.stretches(day))

    def add_hours(self, start: datetime, hours: int) -> datetime:
        """Return the moment at which `hours` business hours have passed since `start`, in UTC.

        A schedule without enough of them within ten years counts every hour, so that there is
        always an answer.
        """
        counted_to = start.astimezone(UTC)
        left = timedelta(hours=hours)
        if not any(self.week.values()):
            return counted_to + left
        day = counted_to.astimezone(self.zone).date()
        last = day + FARTHEST
        while day <= last:
            for opens, ends in self.stretches(day):
                begins = max(counted_to, opens)
                if ends <= begins:
                    continue
                if ends - begins >= left:
                    return begins + left
                left -= ends - begins
                counted_to = ends
            day += timedelta(days=1)
        return start.astimezone(UTC) + timedelta(hours=hours)


def in_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return `moment` for people in other zones: "Monday, May 4, 2026, 9:00 AM EDT (New York)"."""
    city = zone.key.rpartition("/")[2].replace("_", " ")
    return f"{dateformat.format(moment.astimezone(zone), 'l, F j, Y, g:i A T')} ({city})"
