"""Figures of the consent board: what givers and companies agree to, and until when (P28)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from contactatonce.lib.charts import Chart, chart_by_date
from contactatonce.lib.counts import bounded_counts
from privacy.models import Consent

from . import waiting
from .models import Testimonial

MONTHS = 25  # this one, and the two years for which people agree
MOST_LISTED = 50
SERIES = (
    (Consent.Purpose.TESTIMONIAL, "People"),
    (Consent.Purpose.COMPANY, "Companies"),
    (Consent.Purpose.LISTING, "Directory entries"),
)


@dataclass(frozen=True)
class Board:
    """Numbers by state, active consents by the month of their end, and those that end next."""

    counts: dict[str, int]
    chart: Chart
    ending: list[Testimonial]


def read() -> Board:
    """Return the board; three queries, however many consents there are."""
    months = months_from(timezone.localdate())
    ends: dict[str, dict[date, int]] = {purpose: {} for purpose, _ in SERIES}
    active = Consent.objects.active().filter(purpose__in=[purpose for purpose, _ in SERIES])
    rows = active.annotate(month=TruncMonth("ends_at")).order_by().values("month", "purpose")
    for row in rows.annotate(number=Count("pk")):
        if row["month"] is not None:
            ends[row["purpose"]][row["month"].date()] = row["number"]
    return Board(
        counts=counts(),
        chart=chart_by_date(
            {month: f"{month:%b %Y}" for month in months},
            [(name, ends[purpose]) for purpose, name in SERIES],
            every=4,
        ),
        ending=list(
            waiting.ending(Testimonial.objects.all(), timedelta(days=90))
            .select_related("brand", "person_consent", "company_consent")
            .order_by("person_consent__ends_at")[:MOST_LISTED]
        ),
    )


def counts() -> dict[str, int]:
    """Return how many testimonials there are by the state of their giver's consent."""
    rows = Testimonial.objects.all()
    wanted = {
        "active": waiting.agreed(rows),
        "in_30": waiting.ending(rows),
        "in_90": waiting.ending(rows, timedelta(days=90)),
        "ended": waiting.ended(rows),
        "withdrawn": waiting.withdrawn(rows),
    }
    found = bounded_counts(list(wanted.values()), waiting.MOST_COUNTED)
    return dict(zip(wanted, found, strict=True))


def months_from(day: date) -> list[date]:
    """Return the first days of the month of `day` and of those after it."""
    first = day.year * 12 + day.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + MONTHS)]
