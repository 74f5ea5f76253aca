"""Feeds (RSS, Atom) of a board's new topics and of a topic's latest posts, published ones only."""

from collections.abc import Mapping
from html import escape

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import articles, feeds
from contactatonce.lib.feeds import Atom, Channel, Rss, printable, tag_uri
from moderation.models import ModeratedQuerySet

from . import text
from .models import Board, Member, Post
from .reading import topics_of

MOST_POSTS = 20
LONGEST_SUMMARY = 280
FEEDS: dict[str, type[Rss | Atom]] = {"rss.xml": Rss, "atom.xml": Atom}


@require_safe
def board_feed(request: BrandRequest, slug: str, kind: str) -> HttpResponseBase:
    """Feed of the latest topics of a board, each with its first post."""
    board = get_object_or_404(Board.objects.on(request.brand), slug=slug)
    opened = Post.objects.published().filter(opens__board=board)
    title = f"{board.name} – {request.brand.name}"
    channel = channel_of(request, title, board.description, board.get_absolute_url())
    return respond(request, kind, channel, opened)


@require_safe
def topic_feed(request: BrandRequest, pk: int, kind: str) -> HttpResponseBase:
    """Feed of the latest posts of a topic."""
    topic = topics_of(request.brand).published().filter(pk=pk).first()
    if topic is None:
        raise Http404
    words = f"Posts in a topic of the board {topic.board.name}."
    channel = channel_of(request, topic.shown_title, words, topic.get_absolute_url())
    return respond(request, kind, channel, Post.objects.published().filter(topic=topic))


def channel_of(request: BrandRequest, title: str, description: str, page: str) -> Channel:
    return Channel(
        title=title,
        description=description,
        page_url=f"{request.brand.origin}{page}",
        feed_url=f"{request.brand.origin}{request.path}",
        guid=tag_uri(f"{request.brand.slug}{request.path}"),
    )


def respond(
    request: BrandRequest, kind: str, channel: Channel, rows: ModeratedQuerySet
) -> HttpResponseBase:
    """Return a feed of the newest of `rows`, with the current names of their authors."""
    found = rows.select_related("topic__opening", "author__user").order_by("-pk")
    posts: list[Post] = list(found[:MOST_POSTS])
    members = text.members_in([post.html for post in posts])
    feed = FEEDS[kind](**channel.options())
    for post in posts:
        add(feed, post, f"{request.brand.origin}{post.get_absolute_url()}", members)
    moments = [post.edited_at or post.moved_at for post in posts]
    return feeds.answer(request, feed, max(moments, default=None))


def add(feed: Rss | Atom, post: Post, url: str, members: Mapping[int, Member]) -> None:
    """Add a post to a feed, under an id that stays when its topic moves."""
    title = post.topic.shown_title
    summary = text.plain(post.html)[:LONGEST_SUMMARY]
    feed.add_item(
        title=printable(title if post.is_opening else f"Re: {title}"),
        link=url,
        description=escape(printable(summary), quote=False),
        unique_id=tag_uri(f"forum/post/{post.pk}"),
        unique_id_is_permalink=False,
        pubdate=post.submitted_at,
        updateddate=post.edited_at or post.submitted_at,
        authors=[printable(post.author.name)],
        content=printable(articles.absolute(text.shown(post.html, members), url)),
    )
