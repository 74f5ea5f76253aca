"""Figures of the team: a fixed number of queries, none of which reads old inquiries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.directory import directory
from contactatonce.lib.durations import span
from leads.models import Lead

from .staff import owners
from .today import day_begins

DAYS = 30
RESULT_DAYS = 90


@dataclass
class Colleague:
    """The work of one colleague: what is open now, and what was answered in DAYS days."""

    pk: int
    name: str
    is_here: bool
    open: int = 0
    overdue: int = 0
    attention: int = 0
    answered: int = 0
    in_time: int = 0
    taken: timedelta | None = None

    @property
    def share(self) -> int | None:
        """Percentage answered in time; None without an answer."""
        return round(100 * self.in_time / self.answered) if self.answered else None

    @property
    def average(self) -> str:
        """Average time until the first answer, nights and weekends included."""
        return span(self.taken) if self.taken is not None else "–"


@dataclass(frozen=True)
class Team:
    """The colleagues, and what became of the inquiries of RESULT_DAYS days."""

    colleagues: list[Colleague]
    won: list[tuple[str, int]]
    lost: list[tuple[str, int]]


def team() -> Team:
    """Return the figures: of everyone who may own an inquiry, and of those who still do."""
    rows = {row["owner"]: row for row in _open()}
    answers = {row["owner"]: row for row in _answered()}
    here = dict(owners.get())
    keys = {pk for pk in (*rows, *answers) if pk not in here}
    left = {user.pk: user.display_name for user in User.objects.filter(pk__in=keys)}
    colleagues = [
        Colleague(pk, name, pk in here, **_without_owner(rows, pk), **_without_owner(answers, pk))
        for pk, name in (*here.items(), *sorted(left.items(), key=lambda item: item[1]))
    ]
    recent = Lead.objects.received_since(day_begins(RESULT_DAYS - 1)).order_by()
    sites = {brand.pk: brand.name for brand in directory.get().brands}
    won = recent.filter(state=Lead.State.WON).values_list("inquiry__brand").annotate(Count("pk"))
    lost = recent.filter(state=Lead.State.LOST).values_list("lost_reason").annotate(Count("pk"))
    reasons = {str(value): str(label) for value, label in Lead.LostReason.choices}
    return Team(colleagues, _named(won, sites), _named(lost, reasons))


def _open() -> Any:
    late_answer = Q(first_answered_at=None, answer_by__lt=timezone.now())
    late = Q(next_step_on__lt=timezone.localdate()) | late_answer
    rows = Lead.objects.filter(state__in=Lead.UNFINISHED, owner__isnull=False).order_by()
    return rows.values("owner").annotate(
        open=Count("pk"),
        overdue=Count("pk", filter=late),
        attention=Count("pk", filter=~Q(attention="")),
    )


def _answered() -> Any:
    taken = ExpressionWrapper(
        F("first_answered_at") - F("inquiry__received_at"), output_field=DurationField()
    )
    rows = Lead.objects.received_since(day_begins(DAYS - 1)).order_by()
    return (
        rows.filter(owner__isnull=False, first_answered_at__isnull=False)
        .values("owner")
        .annotate(
            answered=Count("pk"),
            in_time=Count("pk", filter=Q(first_answered_at__lte=F("answer_by"))),
            taken=Avg(taken),
        )
    )


def _without_owner(rows: dict[int, dict[str, Any]], pk: int) -> dict[str, Any]:
    return {name: value for name, value in rows.get(pk, {}).items() if name != "owner"}


def _named(rows: Any, names: dict[Any, str]) -> list[tuple[str, int]]:
    """Return label and number of each row, the highest number first."""
    found = [(names.get(key, "–"), number) for key, number in rows]
    return sorted(found, key=lambda row: (-row[1], row[0]))
