"""What day and time it is where people answer."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils import timezone

from contactatonce.brands.directory import directory


def zone() -> tzinfo:
    """Return the time zone of the first site's calendar; UTC where there is no site."""
    brands = directory.get().brands
    return zoneinfo.ZoneInfo(brands[0].calendar.time_zone) if brands else UTC


def today() -> date:
    return timezone.localdate(timezone=zone())


def day_begins(days_ago: int = 0) -> datetime:
    """Return the midnight with which today, or the day `days_ago` days before, began."""
    return datetime.combine(today() - timedelta(days=days_ago), time(), zone())
