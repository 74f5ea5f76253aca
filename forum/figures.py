"""Figures of the forum by week: posts, topics, members, what was held, and time to a verdict."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from contactatonce.lib.charts import Chart, chart_by_date
from moderation.models import Verdict
from moderation.states import State

from .models import Member, Post, Topic

WEEKS = 26
MOST_VERDICTS = 10_000
Numbers = dict[date, int]


def read() -> list[tuple[str, Chart]]:
    """Return the charts with their titles; five queries, however much was written."""
    weeks = last_weeks()
    begin = timezone.make_aware(datetime.combine(weeks[0], datetime.min.time()))
    posts = Post.objects.filter(submitted_at__gte=begin)
    is_published = Q(state=State.PUBLISHED)
    written = [
        ("Published", by_week(posts.filter(is_published), "submitted_at")),
        ("Not published", by_week(posts.filter(~is_published), "submitted_at")),
    ]
    topics = by_week(Topic.objects.published().filter(opened_at__gte=begin), "opened_at")
    members = by_week(Member.objects.filter(joined_at__gte=begin), "joined_at")
    held, hours = verdicts(begin)
    names = {week: f"{week:%b} {week.day}" for week in weeks}
    draw = partial(chart_by_date, names, every=5)
    return [
        ("Posts", draw(written)),
        ("Topics", draw([("Opened", topics)])),
        ("Members", draw([("New", members)])),
        ("Posts judged after waiting", draw([("Judged", held)])),
        ("Hours until a verdict (median)", draw([("Hours", hours)], total=max)),
    ]


def last_weeks() -> list[date]:
    """Return the Mondays of the last half year, this week's last."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=ago) for ago in reversed(range(WEEKS))]


def by_week(rows: Any, column: str) -> Numbers:
    counted = rows.order_by().annotate(week=TruncWeek(column)).values("week")
    found = counted.annotate(number=Count("pk")).values_list("week", "number")
    return {week.date(): number for week, number in found}


def verdicts(begin: datetime) -> tuple[Numbers, Numbers]:
    """Return by week how many held posts were judged, and the median hours that they waited."""
    rows = Verdict.objects.active().filter(
        content_type=ContentType.objects.get_for_model(Post), before=State.HELD, at__gte=begin
    )
    judged = dict(rows.order_by("-at").values_list("object_id", "at")[:MOST_VERDICTS])
    sent = Post.objects.filter(pk__in=rows.values("object_id")).values_list("pk", "submitted_at")
    hours: dict[date, list[float]] = defaultdict(list)
    for pk, submitted_at in sent:
        if at := judged.get(pk):
            day = timezone.localdate(at)
            waited = (at - submitted_at) / timedelta(hours=1)
            hours[day - timedelta(days=day.weekday())].append(waited)
    return (
        {week: len(each) for week, each in hours.items()},
        {week: round(median(each)) for week, each in hours.items()},
    )
