"""The index of a forum, its boards, members and search."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_ratelimit.exceptions import Ratelimited

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.limits import seconds_to_wait
from contactatonce.lib.paging import page_of, turning
from forum import searching, text, unread
from forum.access import for_readers
from forum.boards import rows_of, tags, with_latest
from forum.models import Board, Member, Post, Topic

TOPICS_A_PAGE = 30
MOST_RECENT = 10  # topics on the index
UNSOLVED = "unsolved"
POSTS_A_PAGE = 20  # of a member


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
        "trail": [("Home", "/"), ("Forum", "")],
        "rows": rows_of(with_latest(brand), unread.boards(reader, brand)),
        "recent": topic_rows(list(recent.order_by("-active_at", "-pk")), reader),
        "reader": reader,
        "zone": brand.calendar.zone,
    }
    return render(request, "forum/index.html", context)


class Filters(NamedTuple):
    """The filters of a board's topics that a reader asks for."""

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


def trail_to(page: str, board: Board | None = None) -> list[tuple[str, str]]:
    """Return the way to a page of the forum, perhaps one below a board."""
    boards = [each for each in (board and board.parent, board) if each]
    above = [(each.name, each.get_absolute_url()) for each in boards]
    return [("Home", "/"), ("Forum", reverse("forum:index")), *above, (page, "")]


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
        "trail": trail_to(found.name, found.parent),
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


@for_readers
def member(request: BrandRequest, reader: Member | None, pk: int) -> HttpResponse:
    """Show a member with their published posts on this site; 404 for a former member."""
    found = Member.objects.select_related("user").filter(pk=pk).first()
    if found is None or found.is_former:
        raise Http404
    topics = Topic.objects.on(request.brand).published()
    rows = Post.objects.published().filter(author=found, topic__in=topics)
    page = page_of(
        request,
        rows.select_related("topic__opening").order_by("-pk"),
        POSTS_A_PAGE,
        may_be_empty=True,
    )
    members = text.members_in([post.html for post in page])
    links = turning(page, found.get_absolute_url())
    context = {
        "member": found,
        "is_known": page.paginator.count > 0 or found.is_staff,
        "listing": page,
        "posts": [(post, text.shown(post.html, members)) for post in page],
        "links": links,
        "canonical": f"{request.brand.origin}{links['path']}",
        "trail": trail_to(found.name),
        "reader": reader,
        "zone": request.brand.calendar.zone,
    }
    return render(request, "forum/member.html", context)


@never_cache  # what people search for is stored nowhere
@for_readers
def search(request: BrandRequest, reader: Member | None) -> HttpResponse:
    """Find topics by words and operators; Ratelimited like the search of the site."""
    asked, brand = request.GET.get("q", ""), request.brand
    if asked.strip() and seconds_to_wait(request, group="search", rate=settings.SEARCH_RATE):
        raise Ratelimited
    query = searching.read(asked, brand)
    found, topics = None, []
    if query.words and not query.problems:
        found = searching.by_words(query, brand, request.GET.get("page", "1"))
    elif query.has_limits and not query.problems:
        topics = searching.by_activity(query, brand)
    context = {
        "query": query,
        "found": found,
        "topics": topic_rows(topics, reader),
        "trail": trail_to("Search"),
        "reader": reader,
        "zone": brand.calendar.zone,
    }
    response = render(request, "forum/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
