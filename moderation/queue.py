"""The moderation queue: items of all kinds in one list, with reasons, author record and age."""

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
from .filters import Filters
from .models import Moderated, Verdict
from .rules import PUBLIC_TEXTS
from .states import State

PER_PAGE = 50
MOST_RECENT = 500  # within the ten minutes for an undo
REPORTED = "reported"  # published, with open reports
SHOWN = (State.HELD, REPORTED, State.PUBLISHED, State.REFUSED)
NO_FILTERS = Filters()
POSITION = re.compile(r"(\S{1,40}) ([a-z_]{1,40}\.[a-z_]{1,40}) (\d{1,18})", re.ASCII)
LINK = re.compile(r'<a (?>[^<>]*?href=")([^"]*)"[^<>]*+>([^<]*+(?:<(?!/?a\b)[^<]*+)*+)</a>')
Record = dict[str, int]


@dataclass(frozen=True)
class Entry:
    """One item of the list; `record` counts the author's items by state.

    `is_ticked` and `refusal` are what a moderator chose and did not use yet.
    """

    item: Moderated
    record: Record
    is_ticked: bool = False
    refusal: str = ""

    @property
    def age(self) -> timedelta:
        return timezone.now() - moment_of(self.item)

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Why it is held, with points and details for moderators."""
        return PUBLIC_TEXTS.explain(self.item.reasons)

    @property
    def html(self) -> SafeString:
        return spell_out_links(self.item.html)


def moment_of(item: Moderated) -> datetime:
    """Return when a held item entered the queue; for other items, when it was submitted."""
    return item.moved_at if item.is_held else item.submitted_at


@dataclass(frozen=True, order=True)
class Position:
    """Unique position of an item in the list of all kinds, even for equal times."""

    moment: datetime
    kind: str
    pk: int

    def __str__(self) -> str:
        return f"{self.moment.isoformat()} {self.kind} {self.pk}"


def position_of(item: Moderated) -> Position:
    return Position(moment_of(item), item._meta.label_lower, item.pk)


def read_position(text: str) -> Position | None:
    """Parse str(Position); return None for anything else."""
    found = POSITION.fullmatch(text)
    try:
        moment = parse_datetime(found[1]) if found else None
        if found is None or moment is None or moment.tzinfo is None:
            return None
        return Position(moment.astimezone(UTC), found[2], int(found[3]))
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Page:
    """One page of the queue; `total` is None where it is not shown.

    `end` is the last position if another page follows, else "".
    """

    entries: list[Entry]
    total: int | None
    end: str


EMPTY = Page([], None, "")


def page(
    state: str = State.HELD, after: Position | None = None, filters: Filters = NO_FILTERS
) -> Page:
    """Return a page of items in `state`, with two queries per kind: held ones oldest first.

    `after` is the position of the last item on the previous page. A kind with reports takes one
    query more.
    """
    is_queue = state == State.HELD
    items: list[Any] = []
    total = 0
    for kind in registry.kinds:
        found = list(_rows(kind, state, after, filters)[: PER_PAGE + 1])
        total += found[0].total if found and is_queue else 0
        items += found
    items.sort(key=position_of, reverse=not is_queue)
    shown, more = items[:PER_PAGE], items[PER_PAGE:]
    records = _records(shown)
    return Page(
        entries=[Entry(item, records[type(item), item.author_key]) for item in shown],
        total=total if is_queue and after is None else None,
        end=str(position_of(shown[-1])) if more else "",
    )


def recent_verdicts() -> list[list[Verdict]]:
    """Return the verdicts that can be undone, newest first, grouped by bulk action."""
    found = Verdict.objects.undoable().select_related("by", "content_type").order_by("-at", "-pk")
    groups = groupby(found[:MOST_RECENT], key=attrgetter("at", "by_id", "decision", "refusal"))
    return [list(verdicts) for _, verdicts in groups]


def measure_backlog() -> tuple[datetime | None, int]:
    """Return when the oldest held item entered the queue, or None, and the number of held items."""
    found = [
        kind._base_manager.filter(state=State.HELD).aggregate(
            oldest=Min("moved_at"), waiting=Count("pk")
        )
        for kind in registry.kinds
    ]
    moments = [each["oldest"] for each in found if each["oldest"]]
    return min(moments, default=None), sum(each["waiting"] for each in found)


def spell_out_links(html: str) -> SafeString:
    """Replace the links of cleaned `html` by their text and target, so that no one follows them."""
    plain = LINK.sub(_spell_out_link, html)
    return mark_safe(plain)  # noqa: S308  it was cleaned when it was stored, and nothing came in


def _spell_out_link(link: "re.Match[str]") -> str:
    target, words = link[1], link[2]
    said = "" if words == target else f"{words} "
    return f'<span class="mod-link">{said}<code>{target}</code></span>'


def _rows(
    kind: type[Moderated],
    state: str,
    after: Position | None,
    filters: Filters = NO_FILTERS,
) -> Any:
    found = kind.reported() if state == REPORTED else kind._base_manager.filter(state=state)
    rows = filters.narrow(found, kind).select_related(*kind.joined)
    rows = rows.prefetch_related(*kind.prefetched)
    if state == State.HELD:
        rows = rows.filter(_after_position(kind, after, "moved_at", "gt"))
        return rows.annotate(total=Window(Count("pk"))).order_by("moved_at", "pk")
    return rows.filter(_after_position(kind, after, "submitted_at", "lt")).order_by(
        "-submitted_at", "-pk"
    )


def _after_position(kind: type[Moderated], after: Position | None, column: str, way: str) -> Q:
    """Return the condition for rows of `kind` after a position; `way` is "gt" or "lt"."""
    if after is None:
        return Q()
    label = kind._meta.label_lower
    further = Q(**{f"{column}__{way}": after.moment})
    if label == after.kind:
        at_least = Q(**{f"{column}__{way}e": after.moment})  # redundant, so that the index is used
        return at_least & (further | Q(**{f"pk__{way}": after.pk}))
    is_behind = label > after.kind if way == "gt" else label < after.kind
    return Q(**{f"{column}__{way}e": after.moment}) if is_behind else further


def _records(items: Iterable[Moderated]) -> dict[tuple[type[Moderated], Any], Record]:
    """Count the items of each author by state, with one query per kind."""
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
