"""The weekly summary: the liveliest topics, for members who asked for it and still come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from contactatonce.brands.models import Brand
from moderation.states import State

from .models import Member, Post, Topic, Watch
from .notifications import may_get_mail

WEEK = timedelta(days=7)
SILENCE = timedelta(days=180)  # without a visit; then the summary stops
MOST = 5  # topics


@dataclass(frozen=True)
class Summary:
    """The summary for one member."""

    member: Member
    brand: Brand
    topics: list[Topic]


def due(now: datetime | None = None) -> QuerySet[Member]:
    """Return the members whose last summary is a week old."""
    now = now or timezone.now()
    members = Member.objects.with_account().filter(
        mails_digest=True, user__seen_on__gt=(now - SILENCE).date()
    )
    return members.filter(Q(digest_at=None) | Q(digest_at__lte=now - WEEK))


@transaction.atomic
def claim(member_id: int) -> Summary | None:
    """Return the summary that a member gets now; None if they want none, or nothing happened."""
    rows = Member.objects.select_for_update(of=("self",)).select_related("user")
    member = rows.filter(pk=member_id, mails_digest=True, user__is_active=True).first()
    topics = liveliest(member, member.digest_at - WEEK) if member and member.digest_at else []
    if member is None or not topics or not may_get_mail(member, topics[0].board.brand):
        return None
    return Summary(member, topics[0].board.brand, topics)


def liveliest(member: Member, since: datetime) -> list[Topic]:
    """Return the topics with most posts since then, on the sites where the member takes part."""
    muted = Watch.objects.filter(member=member, level=Watch.Level.MUTED).values("topic")
    topics = Topic.objects.published().filter(active_at__gt=since).exclude(pk__in=muted)
    posts = Post.objects.filter(author=member, topic__board__brand=OuterRef("pk"))
    watches = Watch.objects.filter(member=member, topic__board__brand=OuterRef("pk"))
    sites = list(Brand.objects.filter(Exists(posts) | Exists(watches)))
    if sites:
        topics = topics.filter(board__brand__in=sites)
    new = Q(posts__state=State.PUBLISHED, posts__published_at__gt=since)
    counted = topics.annotate(new=Count("posts", filter=new)).order_by("-new", "-active_at")
    return list(counted.select_related("board__brand", "opening")[:MOST])
