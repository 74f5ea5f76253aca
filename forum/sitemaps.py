"""The forum in the sitemaps: its index, boards with topics, and topics."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max

from contactatonce.brands.models import Brand
from search.sitemaps import section

from .models import Board, Topic

Row = tuple[str, datetime | None]


def forum(brand: Brand) -> Iterator[Row]:
    """Yield the index and the boards with their last activity, then topics, oldest first."""
    topics = Topic.objects.on(brand).published()
    latest = dict(topics.order_by().values_list("board").annotate(Max("active_at")))
    if not latest:
        return
    yield "/forum/", max(latest.values())
    for board in Board.objects.on(brand).filter(pk__in=latest):
        yield board.get_absolute_url(), latest[board.pk]
    for topic in topics.select_related("opening").order_by("pk").iterator():
        yield topic.get_absolute_url(), topic.active_at


section("forum", rows=forum)
