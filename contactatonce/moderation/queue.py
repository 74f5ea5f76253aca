"""What a moderator sees: items of every kind, merged, with reasons, record and age."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Window
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from . import registry
from .models import Moderated, Verdict
from .rules import BY_CODE
from .states import State

PER_PAGE = 50
SHOWN = (State.HELD, State.PUBLISHED, State.REFUSED)
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
        return [
            {**reason, "told": BY_CODE[reason["code"]].told}
            for reason in self.item.reasons
            if reason.get("code") in BY_CODE
        ]

    @property
    def html(self) -> SafeString:
        return spelled_out(self.item.html)


def moment_of(item: Moderated) -> datetime:
    """Return since when an item waits; of one that does not, when it came in."""
    return item.moved_at if item.is_held else item.submitted_at


@dataclass(frozen=True)
class Page:
    """One page of the queue; `total` is None where nobody needs the number."""

    entries: list[Entry]
    total: int | None
    cursor: str


def page(state: str = State.HELD, cursor: datetime | None = None) -> Page:
    """Return the items in `state`, two queries for each kind: those held oldest first.

    `cursor` is the time at which the page before ended.
    """
    is_queue = state == State.HELD
    items: list[Any] = []
    total = 0
    for kind in registry.kinds:
        found = list(_rows(kind, state, cursor)[: PER_PAGE + 1])
        total += found[0].total if found and is_queue else 0
        items += found
    items.sort(key=lambda item: (moment_of(item), item.pk), reverse=not is_queue)
    shown, more = items[:PER_PAGE], items[PER_PAGE:]
    records = _records(shown)
    return Page(
        entries=[Entry(item, records[type(item), item.author_key]) for item in shown],
        total=total if is_queue and cursor is None else None,
        cursor=moment_of(shown[-1]).isoformat() if more else "",
    )


def recent_verdicts() -> list[Verdict]:
    """Return the verdicts that can still be taken back, the newest first."""
    return list(Verdict.objects.undoable().select_related("by", "content_type")[:PER_PAGE])


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


def _rows(kind: type[Moderated], state: str, cursor: datetime | None) -> Any:
    rows = kind._base_manager.filter(state=state).select_related(*kind.joined)
    if state == State.HELD:
        if cursor is not None:
            rows = rows.filter(moved_at__gt=cursor)
        return rows.annotate(total=Window(Count("pk"))).order_by("moved_at", "pk")
    if cursor is not None:
        rows = rows.filter(submitted_at__lt=cursor)
    return rows.order_by("-submitted_at", "-pk")


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
