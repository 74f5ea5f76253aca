"""Figures of the start page: a fixed number of bounded queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from contactatonce.brands.directory import directory
from contactatonce.lib.charts import Chart, chart_by_date
from contactatonce.lib.counts import bounded_counts
from contactatonce.lib.timed_cache import TimedCache
from leads.models import Lead

from . import alarm
from .staff import leavers

DAYS = 30
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Today:
    """The figures that staff see first."""

    counts: dict[str, int]
    answered_in_time: int
    answers_owed: int
    chart: Chart
    quarantine_tone: str  # "bad" once a promise is broken there, "warn" shortly before

    @property
    def share(self) -> int | None:
        """Percentage answered in time; None if no answer was due."""
        return round(100 * self.answered_in_time / self.answers_owed) if self.answers_owed else None

    @property
    def received(self) -> int:
        return sum(total for _, _, total in self.chart.rows)


def figures(user_id: int) -> Today:
    """Return today's work for `user_id`: four queries, none of which reads older inquiries."""
    brands = directory.get().brands
    days = [timezone.localdate() - timedelta(days=ago) for ago in reversed(range(DAYS))]
    per_day: defaultdict[int, dict[date, int]] = defaultdict(dict)
    in_time = owed = 0
    for row in last_days(timezone.get_current_timezone_name()).get():
        per_day[row["brand"]][row["day"]] = row["received"]
        in_time += row["in_time"]
        owed += row["owed"]
    return Today(
        counts=_counts(user_id),
        answered_in_time=in_time,
        answers_owed=owed,
        chart=chart_by_date(
            {day: f"{day:%b} {day.day}" for day in days},
            [(brand.name, per_day[brand.pk]) for brand in brands],
        ),
        quarantine_tone=alarm.quarantine_tone(),
    )


@cache
def last_days(zone: str) -> TimedCache[list[dict[str, Any]]]:
    """Return the figures of the last days as they were a minute ago at most.

    `zone` is the current time zone, which decides when a day begins.
    """
    return TimedCache(lambda: list(_by_day_and_brand()), seconds=60)


def day_begins(days_ago: int = 0) -> datetime:
    """Return the start of the day `days_ago` days ago, in the current time zone."""
    day = timezone.localdate() - timedelta(days=days_ago)
    return timezone.make_aware(datetime.combine(day, time()))


def _by_day_and_brand() -> "QuerySet[Any, Any]":
    """Return per day and site: inquiries received, answers due by now, and answers in time.

    What waits in quarantine is not counted as received, but its answer is due: its sender was
    promised one. What turned out to be no inquiry is neither.
    """
    rows: Any = Lead.objects.exclude(state=Lead.State.NOT_A_LEAD)
    owed = Q(first_answered_at__isnull=False) | Q(answer_by__lt=timezone.now())
    found: QuerySet[Any, Any] = (
        rows.received_since(day_begins(DAYS - 1))
        .order_by()
        .values(
            day=TruncDate("inquiry__received_at"),
            brand=F("inquiry__brand_id"),
        )
        .annotate(
            received=Count("pk", filter=Q(quarantined_at=None) | Q(released_at__isnull=False)),
            owed=Count("pk", filter=owed),
            in_time=Count("pk", filter=Q(first_answered_at__lte=F("answer_by"))),
        )
    )
    return found


def _counts(user_id: int) -> dict[str, int]:
    leads, today = Lead.objects, timezone.localdate()
    wanted = {
        "new": leads.new(),
        "mine": leads.of(user_id),
        "attention": leads.need_attention(user_id),
        "due": leads.due(today),
        "overdue": leads.overdue(today),
        "quarantine": leads.quarantined(),
        "left": leads.filter(owner__in=[pk for pk, _ in leavers.get()], state__in=Lead.UNFINISHED),
        "failed": DBTaskResult.objects.filter(status=TaskResultStatus.FAILED),
    }
    return dict(zip(wanted, bounded_counts(list(wanted.values()), MOST_COUNTED), strict=True))
