"""Durations as people read them."""

from datetime import timedelta


def span(length: timedelta) -> str:
    """Return a duration in its largest unit, rounded down: "45 min", "3 h", "2 d"."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"
