"""What a moderator sees: items of every kind, merged, with reasons, record and age."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count, Min, Q, Window
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString, mark_safe

from . import registry
from .models import Moderated, Verdict
from .rules import PUBLIC_TEXTS
from .states import State

PER_PAGE = 50
MOST_RECENT = 500  # verdicts of ten minutes
SHOWN = (State.HELD, State.PUBLISHED, State.REFUSED)
PLACE = re.compile(r"(\S{1,40}) ([a-z_]+\.[a-z_]+) (\d{1,18})", re.ASCII)
LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
Record = dict[str, int]


@dataclass(frozen=True)
class Entry:
    """One item as it stands in the list; `record` counts the author's items by state."""

    item: Moderated
    record: Record

    @property
    def age(self) -> timedelta:
        return timezone.now() - moment_of(self.item)

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Why it is held: what the author is told, with points and details for moderators."""
        return PUBLIC_TEXTS.explain(self.item.reasons)

    @property
    def html(self) -> SafeString:
        return spelled_out(self.item.html)


def moment_of(item: Moderated) -> datetime:
    """Return since when an item waits; of one that does not, when it came in."""
    return item.moved_at if item.is_held else item.submitted_at


@dataclass(frozen=True, order=True)
class Place:
    """Where an item stands among all kinds; two never share one, however many came in at once."""

    moment: datetime
    kind: str
    pk: int

    def __str__(self) -> str:
        return f"{self.moment.isoformat()} {self.kind} {self.pk}"


def place_of(item: Moderated) -> Place:
    return Place(moment_of(item), item._meta.label_lower, item.pk)


def read_place(text: str) -> Place | None:
    """Return the place that str() of one names; None for anything else."""
    found = PLACE.fullmatch(text)
    try:
        moment = parse_datetime(found[1]) if found else None
        if found is None or moment is None or moment.tzinfo is None:
            return None
        return Place(moment.astimezone(UTC), found[2], int(found[3]))
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Page:
    """One page of the queue; `total` is None where nobody needs the number.

    `end` is its last place if another page follows, else "".
    """

    entries: list[Entry]
    total: int | None
    end: str


def page(state: str = State.HELD, after: Place | None = None) -> Page:
    """Return the items in `state`, two queries for each kind: those held oldest first.

    `after` is the place of the last item on the page before.
    """
    is_queue = state == State.HELD
    items: list[Any] = []
    total = 0
    for kind in registry.kinds:
        found = list(_rows(kind, state, after)[: PER_PAGE + 1])
        total += found[0].total if found and is_queue else 0
        items += found
    items.sort(key=place_of, reverse=not is_queue)
    shown, more = items[:PER_PAGE], items[PER_PAGE:]
    records = _records(shown)
    return Page(
        entries=[Entry(item, records[type(item), item.author_key]) for item in shown],
        total=total if is_queue and after is None else None,
        end=str(place_of(shown[-1])) if more else "",
    )


def recent_verdicts() -> list[list[Verdict]]:
    """Return the verdicts that can be taken back, newest first, those given at once together."""
    found = Verdict.objects.undoable().select_related("by", "content_type").order_by("-at", "-pk")
    groups = groupby(found[:MOST_RECENT], key=attrgetter("at", "by_id", "decision", "refusal"))
    return [list(verdicts) for _, verdicts in groups]


def oldest_since() -> tuple[datetime | None, int]:
    """Return since when the oldest item waits (None: nothing does), and how many wait."""
    found = [
        kind._base_manager.filter(state=State.HELD).aggregate(
            oldest=Min("moved_at"), waiting=Count("pk")
        )
        for kind in registry.kinds
    ]
    moments = [each["oldest"] for each in found if each["oldest"]]
    return min(moments, default=None), sum(each["waiting"] for each in found)


def spelled_out(html: str) -> SafeString:
    """Return cleaned `html` with each link as text and its target beside it, not to be clicked."""
    plain = LINK.sub(_spelled, html)
    return mark_safe(plain)  # noqa: S308  it was cleaned when it was stored, and nothing came in


def _spelled(link: "re.Match[str]") -> str:
    target, words = link[1], link[2]
    said = "" if words == target else f"{words} "
    return f'<span class="mod-link">{said}<code>{target}</code></span>'


def _rows(kind: type[Moderated], state: str, after: Place | None) -> Any:
    rows = kind._base_manager.filter(state=state).select_related(*kind.joined)
    if state == State.HELD:
        rows = rows.filter(_beyond(kind, after, "moved_at", "gt"))
        return rows.annotate(total=Window(Count("pk"))).order_by("moved_at", "pk")
    return rows.filter(_beyond(kind, after, "submitted_at", "lt")).order_by("-submitted_at", "-pk")


def _beyond(kind: type[Moderated], after: Place | None, column: str, way: str) -> Q:
    """Return the condition for rows of `kind` behind a place; `way` is "gt" or "lt"."""
    if after is None:
        return Q()
    label = kind._meta.label_lower
    further = Q(**{f"{column}__{way}": after.moment})
    if label == after.kind:
        at_least = Q(**{f"{column}__{way}e": after.moment})  # a range that the index knows
        return at_least & (further | Q(**{f"pk__{way}": after.pk}))
    is_behind = label > after.kind if way == "gt" else label < after.kind
    return Q(**{f"{column}__{way}e": after.moment}) if is_behind else further


def _records(items: Iterable[Moderated]) -> dict[tuple[type[Moderated], Any], Record]:
    """Return how many items in each state each author has, one query for each kind."""
    authors: dict[type[Moderated], set[Any]] = {}
    for item in items:
        authors.setdefault(type(item), set()).add(item.author_key)
    found: dict[tuple[type[Moderated], Any], Record] = {
        (kind, key): Counter() for kind, keys in authors.items() for key in keys
    }
    for kind, keys in authors.items():
        rows = (
            kind._base_manager.filter(**{f"{kind.author_field}__in": keys})
            .order_by()
            .values_list(kind.author_field, "state")
            .annotate(number=Count("pk"))
        )
        for key, state, number in rows:
            found[kind, key][state] = number
    return found
