"""A topic as its readers see it: posts in pages, and what happened between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from contactatonce.brands.models import Brand
from contactatonce.lib.paging import page_of, turning
from moderation.rules import PUBLIC_TEXTS
from moderation.states import State

from . import previews, text, unread
from .models import Member, Post, Topic, TopicEvent, Watch

POSTS_A_PAGE = 20
MOST_EVENTS = 200  # of a topic
HIDDEN = (State.HELD, State.REFUSED, State.WITHDRAWN)
MOST_WAITING = 20  # posts of the reader that others do not see


def topics_of(brand: Brand, reader: Member | None = None) -> Any:
    """Select topics of a site with all that the head of their page shows to a reader.

    For a member, `watching` says whether they watch or mute a topic.
    """
    rows: Any = Topic.objects.on(brand)
    if reader is not None:
        watches = Watch.objects.filter(topic=OuterRef("pk"), member=reader.pk)
        rows = rows.annotate(watching=Subquery(watches.values("level")[:1]))
    return rows.select_related(
        "board__parent", "opening__author__user", "accepted__author__user"
    ).prefetch_related("tags")


def may_read(topic: Topic, reader: Member | None) -> bool:
    """Return whether a reader sees a topic: all a published one, its author also one that waits."""
    if topic.opening is None:
        return False
    return topic.is_published or is_own(topic.opening, reader)


def is_own(post: Post, reader: Member | None) -> bool:
    return reader is not None and reader.pk is not None and post.author_id == reader.pk


def living(topic: Topic) -> Topic | None:
    """Return the topic that `topic` was merged into, perhaps with others in between."""
    seen = {topic.pk}
    found: Topic | None = topic
    while found and found.merged_into_id and found.merged_into_id not in seen:
        seen.add(found.merged_into_id)
        found = Topic.objects.select_related("opening", "board__brand").get(pk=found.merged_into_id)
    return found if found and found.is_published else None


class Places(Sequence[Post]):
    """The posts of a topic in order: the first post, even if removed, then published replies.

    The place of a post decides its page, and is the same for each reader. Reading places also finds
    `following`, the post after them, and after the last place `waiting`, the reader's own posts
    that others do not see: held, refused, removed.
    """

    def __init__(self, topic: Topic, reader: Member | None) -> None:
        self.topic, self.reader = topic, reader
        self.following: list[Post] = []
        self.waiting: list[Post] = []

    def __len__(self) -> int:
        return self.topic.replies + 1

    def __getitem__(self, places: Any) -> Any:
        """Read the posts at a slice of places, with one query."""
        first, last = places.start, places.stop
        keys = replies_to(self.topic).values("pk")[max(first - 1, 0) : last]  # from the index alone
        rows: Any = Post.objects.filter(pk__in=keys).with_names().order_by()
        if self.reader and self.reader.pk and last >= len(self):
            rows = rows.union(self.own_hidden(self.reader), all=True)
        posts = list(rows.order_by("pk"))
        self.waiting = [post for post in posts if not post.is_published][:MOST_WAITING]
        shown = [post for post in posts if post.is_published]
        found = [*([self.topic.opening] if first == 0 else []), *shown]
        self.following = found[last - first :][:1]
        return found[: last - first]

    def own_hidden(self, reader: Member) -> Any:
        rows = Post.objects.filter(topic=self.topic, author=reader, state__in=HIDDEN)
        return rows.exclude(pk=self.topic.opening_id).with_names().order_by()


def replies_to(topic: Topic) -> Any:
    rows = Post.objects.filter(topic=topic, state=State.PUBLISHED)
    return rows.exclude(pk=topic.opening_id).order_by("pk")


def path_to(post: Post) -> str:
    """Return the path of a post on its topic's page, with page and fragment."""
    topic = post.topic
    before = replies_to(topic).filter(pk__lt=post.pk).count()
    place = 0 if post.is_opening else before + 1
    if not post.is_published and not post.is_opening:
        place = topic.replies  # its author sees it on the last page
    number = place // POSTS_A_PAGE + 1
    query = f"?page={number}" if number > 1 else ""
    return f"{topic.get_absolute_url()}{query}#post-{post.pk}"


@dataclass(frozen=True)
class Shown:
    """A post as one reader sees it."""

    post: Post
    body: SafeString
    links: list[previews.Preview] = field(default_factory=list)
    is_opening: bool = False
    is_accepted: bool = False
    is_new: bool = False
    is_own: bool = False

    @property
    def reasons(self) -> list[str]:
        """Why it waits for a moderator, for its author."""
        return PUBLIC_TEXTS.tell_author(self.post.reasons) if self.post.is_held else []


class TopicPage:
    """One page of a topic for a reader."""

    def __init__(self, request: HttpRequest, topic: Topic, reader: Member | None) -> None:
        self.topic, self.reader = topic, reader
        self.brand: Brand = request.brand  # type: ignore[attr-defined]  # set by the middleware
        places = Places(topic, reader)
        self.page = page_of(request, places, POSTS_A_PAGE)
        self.links = turning(self.page, topic.get_absolute_url())
        self.first_new: Any = unread.posts(reader, topic).order_by("pk").first()
        shown = self.show([*self.page.object_list, *places.waiting])
        cut = len(self.page.object_list)
        self.posts, self.waiting = shown[:cut], shown[cut:]
        self.items = list(self.with_events(places.following))

    def show(self, posts: list[Post]) -> list[Shown]:
        htmls = [post.html for post in posts]
        members = text.members_in(htmls)
        found = previews.find(htmls, self.brand)
        return [
            self.shown(post, text.shown(post.html, members), links)
            for post, links in zip(posts, found, strict=True)
        ]

    def shown(self, post: Post, body: SafeString, links: list[previews.Preview]) -> Shown:
        post.topic = self.topic
        own = is_own(post, self.reader)
        return Shown(
            post,
            body,
            links,
            is_opening=post.pk == self.topic.opening_id,
            is_accepted=post.pk == self.topic.accepted_id,
            is_new=bool(self.first_new and not own and post.published_at > self.first_new.mark),
            is_own=own,
        )

    def with_events(self, following: list[Post]) -> Iterator[Shown | TopicEvent]:
        """Yield the posts of the page with the events between them, by time."""
        rows = self.topic.events.select_related("by", "other__opening")
        events = list(rows.order_by("at", "pk")[:MOST_EVENTS])
        if self.page.number > 1 and self.posts:
            begins = self.posts[0].post.submitted_at
            events = [event for event in events if event.at >= begins]
        if following:
            events = [event for event in events if event.at < following[0].submitted_at]
        for shown in self.posts:
            while not shown.is_opening and events and events[0].at < shown.post.submitted_at:
                yield events.pop(0)
            yield shown
        yield from events

    @property
    def last(self) -> Post | None:
        """The last published post of the page."""
        found = [shown.post for shown in self.posts if shown.post.is_published]
        return found[-1] if found else None

    @property
    def has_new(self) -> bool:
        return any(shown.is_new for shown in self.posts)

    @property
    def answer(self) -> Post | None:
        """The accepted answer, while readers see it."""
        accepted = self.topic.accepted
        is_shown = accepted and accepted.is_published and accepted.topic_id == self.topic.pk
        return accepted if is_shown else None

    @property
    def summary(self) -> str:
        """The beginning of the first post, for search engines and shared links."""
        return begun(self.topic.opening)

    @property
    def answer_excerpt(self) -> str:
        return begun(self.answer)


def begun(post: Post | None, words: int = 30) -> str:
    """Return the first words of a post without markup and mentions."""
    return Truncator(text.plain(post.html) if post else "").words(words)
