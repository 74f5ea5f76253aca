"""The boards of a site as its forum shows them, with figures of the topics in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from contactatonce.brands.models import Brand
from contactatonce.lib.timed_cache import TimedCache

from .models import Board, Tag, Topic

sites_with_boards: TimedCache[frozenset[int]] = TimedCache(
    lambda: frozenset(Board.objects.order_by().values_list("brand", flat=True).distinct()),
    name="boards",
)


def read_tags() -> dict[int, list[Tag]]:
    """Return the tags of each site that topics are filed under."""
    found: dict[int, list[Tag]] = {}
    for tag in Tag.objects.filter(topics__isnull=False).distinct():
        found.setdefault(tag.brand_id, []).append(tag)
    return found


tags: TimedCache[dict[int, list[Tag]]] = TimedCache(read_tags)


def has_forum(brand: Brand | None) -> bool:
    return brand is not None and brand.pk in sites_with_boards.get()


@dataclass
class Row:
    """A board in a list, with its sub-boards; the figures of the first level include theirs."""

    board: Board
    latest: Topic | None = None
    topics: int = 0
    replies: int = 0
    new: int = 0
    children: list["Row"] = field(default_factory=list)


def rows_of(boards: Iterable[Any], new: dict[int, int]) -> list[Row]:
    """Return the rows of boards that `with_latest` selected, sub-boards in those above them.

    `new` has the number of topics with unread posts by board. Two queries.
    """
    boards = list(boards)
    latest = Topic.objects.with_names().in_bulk([board.latest_id for board in boards])
    rows = {
        board.pk: Row(board, latest.get(board.latest_id), new=new.get(board.pk, 0))
        for board in boards
    }
    found = Topic.objects.published().filter(board__in=list(rows)).order_by().values_list("board")
    for board, topics, replies in found.annotate(Count("pk"), Sum("replies")):
        rows[board].topics, rows[board].replies = topics, replies
    top = [row for row in rows.values() if row.board.parent_id not in rows]
    for row in rows.values():
        above = rows.get(row.board.parent_id or 0)
        if above:
            above.children.append(row)
    for row in top:
        gather(row)
    return top


def gather(row: Row) -> None:
    """Add the figures of sub-boards to those of the board above them."""
    for child in row.children:
        row.topics, row.replies = row.topics + child.topics, row.replies + child.replies
        row.new += child.new
        if child.latest and (not row.latest or child.latest.active_at > row.latest.active_at):
            row.latest = child.latest


def with_latest(brand: Brand) -> QuerySet[Any]:
    """Select the boards of a site, each with the key of its topic with the latest activity."""
    latest = (
        Topic.objects.published().filter(board=OuterRef("pk")).order_by("-active_at").values("pk")
    )
    return Board.objects.on(brand).annotate(latest_id=Subquery(latest[:1]))
