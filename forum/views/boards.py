"""The boards of a site, and the topics of a board."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.paging import page_of, turning
from forum import unread
from forum.access import for_readers
from forum.boards import rows_of, tags, with_latest
from forum.models import Board, Member, Topic

TOPICS_A_PAGE = 30
MOST_RECENT = 10  # topics on the index
UNSOLVED = "unsolved"
FORUM = "Forum"


def topic_rows(topics: list[Topic], reader: Member | None) -> list[tuple[Topic, int]]:
    """Return topics, each with the number of posts that the reader has not read."""
    new = unread.counts(reader, topics)
    return [(topic, new.get(topic.pk, 0)) for topic in topics]


@for_readers
def index(request: BrandRequest, reader: Member | None) -> HttpResponse:
    """List the boards of a site, and the topics with the latest activity."""
    brand = request.brand
    latest = Topic.objects.on(brand).published().order_by("-active_at", "-pk").values("pk")
    recent = Topic.objects.filter(pk__in=latest[:MOST_RECENT]).with_names()
    context = {
        "trail": [("Home", "/"), (FORUM, "")],
        "rows": rows_of(with_latest(brand), unread.boards(reader, brand)),
        "recent": topic_rows(list(recent.order_by("-active_at", "-pk")), reader),
        "reader": reader,
        "zone": brand.calendar.zone,
    }
    return render(request, "forum/index.html", context)


class Filters(NamedTuple):
    """Which topics of a board a reader asks for."""

    board: Board
    show: str = ""
    tag: str = ""

    @classmethod
    def of(cls, request: HttpRequest, board: Board) -> "Filters":
        """Read the filters of a request; raise Http404 for unknown ones."""
        show, tag = (request.GET.get(name, "") for name in ("show", "tag"))
        if show not in {"", UNSOLVED} or "\0" in tag:
            raise Http404
        return cls(board, show, tag)

    @property
    def path(self) -> str:
        asked = {"show": self.show, "tag": self.tag}
        query = urlencode({name: value for name, value in asked.items() if value})
        path = self.board.get_absolute_url()
        return f"{path}?{query}" if query else path

    @property
    def conditions(self) -> dict[str, Any]:
        unsolved = {"kind": Topic.Kind.QUESTION, "accepted": None} if self.show else {}
        return unsolved | ({"tags__slug": self.tag} if self.tag else {})


def trail_of(board: Board, last: str = "") -> list[tuple[str, str]]:
    """Return the way to a board, which is the page itself unless it goes on to `last`."""
    above = board.parent
    return [
        ("Home", "/"),
        (FORUM, reverse("forum:index")),
        *([(above.name, above.get_absolute_url())] if above else []),
        (board.name, board.get_absolute_url() if last else ""),
        *([(last, "")] if last else []),
    ]


@for_readers
def board(request: BrandRequest, reader: Member | None, slug: str) -> HttpResponse:
    """List the topics of a board, pinned ones first; `?show=unsolved` and `?tag=` limit them."""
    brand = request.brand
    boards = list(with_latest(brand))
    found = next((board for board in boards if board.slug == slug), None)
    if found is None:
        raise Http404
    found.parent = next((board for board in boards if board.pk == found.parent_id), None)
    children = [board for board in boards if board.parent_id == found.pk]
    asked = Filters.of(request, found)
    rows = Topic.objects.filter(board=found).published().filter(**asked.conditions)
    ordered = rows.with_names().order_by(F("pinned_at").desc(nulls_last=True), "-active_at", "-pk")
    page = page_of(request, ordered.prefetch_related("tags"), TOPICS_A_PAGE, may_be_empty=True)
    links = turning(page, asked.path)
    context = {
        "board": found,
        "trail": trail_of(found),
        "children": rows_of(children, unread.boards(reader, brand)) if children else [],
        "asked": asked,
        "tags": tags.get().get(brand.pk, ()),
        "listing": page,
        "topics": topic_rows(list(page), reader),
        "links": links,
        "canonical": f"{brand.origin}{links['path']}",
        "reader": reader,
        "zone": brand.calendar.zone,
    }
    return render(request, "forum/board.html", context)
