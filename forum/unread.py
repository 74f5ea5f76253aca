"""Posts that a member has not read yet.

A post counts as new if it was published after the member's mark of its topic, or, without a mark,
after all was marked as read. Marks change by POST only.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from contactatonce.brands.models import Brand
from moderation.states import State

from . import notifications
from .models import Member, Post, ReadMark, Topic


def read_at(member: Member, topic: str) -> Coalesce:
    """Return the moment until which `member` read a topic; `topic` names it in the outer query."""
    mark = ReadMark.objects.filter(member=member, topic=OuterRef(topic)).values("read_at")
    return Coalesce(Subquery(mark[:1]), Value(member.read_until_at))


def counts(member: Member | None, topics: Collection[Topic]) -> dict[int, int]:
    """Return how many new posts each topic has for `member`, with one query; none for visitors."""
    keys = [topic.pk for topic in topics]
    if member is None or member.pk is None or not keys:
        return {}
    new = Q(posts__state=State.PUBLISHED, posts__published_at__gt=F("mark"))
    rows = Topic.objects.filter(pk__in=keys).annotate(mark=read_at(member, "pk")).order_by()
    found = rows.annotate(new=Count("posts", filter=new & ~Q(posts__author=member)))
    return dict(found.filter(new__gt=0).values_list("pk", "new"))


def boards(member: Member | None, brand: Brand) -> dict[int, int]:
    """Return how many topics with new posts each board of a site has, with one query."""
    if member is None or member.pk is None:
        return {}
    rows = Topic.objects.on(brand).published().exclude(last_post__author=member)
    new = rows.annotate(mark=read_at(member, "pk")).filter(active_at__gt=F("mark")).order_by()
    return dict(new.values_list("board").annotate(Count("pk")))


def posts(member: Member | None, topic: Topic) -> QuerySet[Post]:
    """Return the new posts of a topic, each with `mark`, the moment until which it was read."""
    if member is None or member.pk is None:
        return Post.objects.none()
    rows: QuerySet[Post] = Post.objects.published().filter(topic=topic).exclude(author=member)
    return rows.annotate(mark=read_at(member, "topic")).filter(published_at__gt=F("mark"))


@transaction.atomic
def mark(*, member: Member, topic: Topic, last: Post | None) -> None:
    """Note that `member` has read the topic up to `last`, or all of it; never less than before."""
    now = timezone.now()
    later = Post.objects.published().filter(topic=topic, pk__gt=last.pk if last else 0)
    moment: datetime = (last and later.exists() and last.published_at) or now
    found, is_new = ReadMark.objects.get_or_create(
        member=member, topic=topic, defaults={"read_at": moment}
    )
    if not is_new:
        ReadMark.objects.filter(pk=found.pk, read_at__lt=moment).update(read_at=moment)
    notifications.see(member, until=last.pk if last else None, topic_id=topic.pk)


def copy_marks(source: Topic, target: Topic) -> None:
    """Let posts that were split off a topic stay read for those who read them there."""
    marks = ReadMark.objects.filter(topic=source).values_list("member", "read_at")
    ReadMark.objects.bulk_create(
        (ReadMark(member_id=member, topic=target, read_at=at) for member, at in marks),
        ignore_conflicts=True,
    )


def mark_all(*, member: Member, brand: Brand) -> None:
    """Note that `member` has read everything that is published on a site by now."""
    now = timezone.now()
    topics = Topic.objects.on(brand).annotate(mark=read_at(member, "pk")).order_by()
    new = topics.filter(active_at__gt=F("mark")).values_list("pk", flat=True)
    ReadMark.objects.bulk_create(
        [ReadMark(member=member, topic_id=pk, read_at=now) for pk in new],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["member", "topic"],
        update_fields=["read_at"],
    )
