"""Deadlines of privacy requests (P30): dates in the time zone of the site that answers."""

import calendar
from datetime import date, datetime, timedelta, tzinfo

DAYS = 30
CONFIRM_WITHIN = timedelta(days=7)
EXTENSION_MONTHS = 2  # GDPR, article 12(3)


def due_on(received_at: datetime, zone: tzinfo) -> date:
    """Return the last day for the answer: 30 days or one calendar month, whichever ends first.

    30 days is the published promise. One month is the law (GDPR, article 12(3)), which ends earlier
    for requests from the end of January to the end of February. `zone` decides the day of receipt.
    Nothing stops the clock.
    """
    received_on = received_at.astimezone(zone).date()
    return min(received_on + timedelta(days=DAYS), add_months(received_on, 1))


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
