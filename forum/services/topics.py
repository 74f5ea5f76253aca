"""Lock, pin, move, merge and split topics, and accept answers; readers see an event of each."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from contactatonce.accounts.models import User
from forum import unread
from forum.limits import NotAllowed
from forum.models import (
    Board,
    Draft,
    Member,
    Notification,
    Post,
    ReadMark,
    Topic,
    TopicEvent,
    Watch,
)
from moderation.services import note
from search import index

from .publishing import tell

Kind = TopicEvent.Kind
SWITCHES = {
    Kind.LOCKED: ("locked_at", True),
    Kind.UNLOCKED: ("locked_at", False),
    Kind.PINNED: ("pinned_at", True),
    Kind.UNPINNED: ("pinned_at", False),
}


@transaction.atomic
def switch(*, topic: Topic, kind: str, by: User) -> bool:
    """Lock, unlock, pin or unpin a topic; return False if it was so before."""
    column, is_on = SWITCHES[Kind(kind)]
    topic = locked(topic)
    if (getattr(topic, column) is not None) == is_on:
        return False
    setattr(topic, column, timezone.now() if is_on else None)
    topic.save(update_fields=[column])
    record(topic, kind, by)
    return True


@transaction.atomic
def move(*, topic: Topic, board: Board, by: User) -> None:
    """Move a topic to another board of the same site; raise NotAllowed for any other."""
    topic = locked(topic)
    if board.pk == topic.board_id:
        raise NotAllowed("It is in this board already.")
    if board.brand_id != topic.board.brand_id:
        raise NotAllowed("That board belongs to another site, where the URL would be lost.")
    topic.board = board
    topic.save(update_fields=["board"])
    record(topic, Kind.MOVED, by)
    index.put(topic)


@transaction.atomic
def merge(*, topic: Topic, into: Topic, by: User) -> None:
    """Move all posts of a topic to an older one of the same site; its URL redirects there.

    Raises NotAllowed for a topic that cannot take them.
    """
    lock_posts(topic.posts.all())
    into, topic = sorted_locks(into, topic)
    refuse_merge(topic, into)
    Post.objects.filter(topic=topic).update(topic=into)
    Topic.objects.filter(merged_into=topic).update(merged_into=into)  # one step for old URLs
    topic.title, topic.opening, topic.last_post, topic.accepted = "", None, None, None
    topic.merged_into, topic.pinned_at, topic.replies = into, None, 0
    topic.save()
    topic.tags.clear()
    for model in (Watch, ReadMark, Draft):
        rows = model._base_manager.filter(topic=topic)
        taken = model._base_manager.filter(topic=into).values("member")
        rows.exclude(member__in=list(taken.values_list("member", flat=True))).update(topic=into)
        rows.exclude(topic=into).delete()
    record(into, Kind.MERGED, by, other=topic)
    count_again(into, topic)


def refuse_merge(topic: Topic, into: Topic) -> None:
    if topic.pk == into.pk:
        raise NotAllowed("Choose another topic.")
    if topic.merged_into_id or into.merged_into_id:
        raise NotAllowed("One of them was merged before.")
    if topic.board.brand_id != into.board.brand_id:
        raise NotAllowed("That topic belongs to another site, where the URL would be lost.")
    if topic.opening_id is None or into.opening_id is None or topic.opening_id < into.opening_id:
        raise NotAllowed("Posts are shown by age: merge the newer topic into the older one.")


@transaction.atomic
def split(*, topic: Topic, posts: Iterable[int], title: str, by: User) -> Topic:
    """Move published replies to a new topic and return it; the oldest becomes its first post.

    Raises NotAllowed if one of them is no published reply of the topic.
    """
    keys = sorted(set(posts))
    lock_posts(topic.posts.filter(pk__in=keys))
    topic = locked(topic)
    moved = list(
        topic.posts.published().filter(pk__in=keys).exclude(pk=topic.opening_id).order_by("pk")
    )
    if not keys or len(moved) != len(keys):
        raise NotAllowed("Choose published replies of this topic. Nothing was moved.")
    made = Topic.objects.create(board=topic.board, title=title, opened_at=moved[0].submitted_at)
    Post.objects.filter(pk__in=keys).update(topic=made)
    made.opening = moved[0]
    made.save(update_fields=["opening"])
    if topic.accepted_id in keys:
        topic.accepted = None
        topic.save(update_fields=["accepted"])
    authors = {post.author_id for post in moved}
    Watch.objects.bulk_create(
        (Watch(member_id=author, topic=made) for author in authors), ignore_conflicts=True
    )
    unread.copy_marks(topic, made)
    record(topic, Kind.SPLIT, by, other=made)
    record(made, Kind.SPLIT_FROM, by, other=topic)
    count_again(topic, made)
    return made


def may_accept(post: Post, member: Member) -> bool:
    """Return whether the member may accept this reply: the asker, and staff."""
    topic = post.topic
    if not topic.is_question or topic.opening is None or post.is_opening or member.is_silenced:
        return False
    return member.is_staff or topic.opening.author_id == member.pk


@transaction.atomic
def accept(*, post: Post, by: Member, is_accepted: bool) -> None:
    """Mark a reply as the accepted answer of its topic, or take that back; idempotent.

    Readers see the last such event of a topic, and the author is told once of each answer.
    """
    topic = locked(post.topic)
    if is_accepted == (topic.accepted_id == post.pk):
        return
    topic.accepted = post if is_accepted else None
    topic.save(update_fields=["accepted"])
    kind = Kind.ACCEPTED if is_accepted else Kind.UNACCEPTED
    TopicEvent.objects.filter(topic=topic, kind__in=[Kind.ACCEPTED, Kind.UNACCEPTED]).delete()
    TopicEvent.objects.create(topic=topic, kind=kind, by=by.user)
    index.put(topic)
    told = Notification.objects.filter(post=post, kind=Notification.Kind.ACCEPTED)
    if is_accepted and post.author_id != by.pk and not told.exists():
        tell(post.author, Notification.Kind.ACCEPTED, post)


def locked(topic: Topic) -> Topic:
    """Return a topic as stored, with a row lock."""
    rows = Topic.objects.select_for_update(of=("self",)).select_related("board")
    return rows.get(pk=topic.pk)


def lock_posts(posts: QuerySet[Post]) -> None:
    """Lock posts in the order of their keys, before their topic, as changes of a post do."""
    list(posts.order_by("pk").select_for_update().values_list("pk", flat=True))


def sorted_locks(first: Topic, second: Topic) -> tuple[Topic, Topic]:
    """Lock two topics in the order of their keys, so that two merges cannot wait for each other."""
    rows = {topic.pk: locked(topic) for topic in sorted((first, second), key=lambda row: row.pk)}
    return rows[first.pk], rows[second.pk]


def record(topic: Topic, kind: str, by: User, other: Topic | None = None) -> None:
    """Write the event that readers see, and the admin's log entry, which holds ids only."""
    TopicEvent.objects.create(topic=topic, kind=kind, by=by, other=other)
    more = f" (topic {other.pk})" if other else ""
    note(topic, by, f"{Kind(kind).name.replace('_', ' ').capitalize()}{more}.")


def count_again(*topics: Topic) -> None:
    for topic in topics:
        topic.recount()
        index.put(topic)
