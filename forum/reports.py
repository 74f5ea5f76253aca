"""Reports of posts by members: what they weigh, when they hide a post, and what closes them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from moderation.models import Verdict
from moderation.states import State
from search import index

from . import limits
from .limits import NotAllowed
from .models import Member, Notification, Post, Report
from .services import publishing
from .trust import level_of

DAY = timedelta(days=1)
HIDDEN_FROM = 3.0  # weight
FEWEST_REPORTERS = 3
OLDEST_THAT_COUNT = DAY  # a younger account hides nothing
LEAST_ACCURACY = 0.2
WEIGHTS = (1.0, 1.0, 1.5, 2.0)  # by level of trust
REASON = {"code": "reported", "points": 4, "detail": ""}


@transaction.atomic
def report(*, post: Post, by: Member, reason: str, text: str = "") -> Report:
    """Store a member's report of a post, and hide the post once enough members agree.

    Raises NotAllowed if the member may not report it, or did so before.
    """
    by = limits.lock(by)
    post = Post.objects.select_for_update(of=("self",)).select_related("topic").get(pk=post.pk)
    refuse(post, by)
    made = Report.objects.create(
        post=post, by=by, reason=reason, text=text, weight=weight_of(by), at=timezone.now()
    )
    if post.is_published and hides(post):
        post.move(State.HELD, reasons=[REASON], score=REASON["points"])
        index.put(post.topic)
        publishing.tell(post.author, Notification.Kind.HELD, post)
    return made


def refuse(post: Post, by: Member) -> None:
    """Raise NotAllowed with the reason if a member may not report this post."""
    now = timezone.now()
    if by.is_silenced:
        raise NotAllowed("Your account is silenced, so you cannot report posts.")
    if post.author_id == by.pk:
        raise NotAllowed("This is your own post: you can change or remove it.")
    if post.reports.filter(by=by).exists():
        raise NotAllowed("You have reported this post. A moderator reads it.")
    if not post.is_published:
        raise NotAllowed("A moderator is reading this post, or it was removed.")
    most = level_of(by).reports_a_day
    if by.reports.filter(at__gt=now - DAY).count() >= most:
        raise NotAllowed(f"You can report {most} posts a day. Please continue tomorrow.")


def weight_of(member: Member) -> float:
    """Return what a report counts: by trust, and by how many earlier ones were upheld."""
    closed = member.reports.exclude(outcome__in=["", Report.Outcome.WITHDRAWN]).aggregate(
        number=Count("pk"), upheld=Count("pk", filter=Q(outcome=Report.Outcome.UPHELD))
    )
    accuracy: float = (closed["upheld"] + 1) / (closed["number"] + 1)
    weight: float = WEIGHTS[member.trust] * max(accuracy, LEAST_ACCURACY)
    return round(weight, 3)


def hides(post: Post, now: datetime | None = None) -> bool:
    """Return whether open reports of enough members who are known for a day hide the post."""
    known_since = (now or timezone.now()) - OLDEST_THAT_COUNT
    found = (
        post.reports.open()
        .filter(by__user__joined_at__lte=known_since)
        .aggregate(weight=Sum("weight"), members=Count("by", distinct=True))
    )
    is_enough: bool = found["members"] >= FEWEST_REPORTERS and found["weight"] >= HIDDEN_FROM
    return is_enough


def close(post: Post, verdict: Verdict) -> None:
    """Close every open report of a post with the verdict on it, and tell who reported it."""
    is_upheld = verdict.decision == Verdict.Decision.REFUSE
    outcome = Report.Outcome.UPHELD if is_upheld else Report.Outcome.DISMISSED
    close_as(outcome, post, verdict.at, verdict)


def close_removed(post: Post) -> None:
    """Close the reports of a post that its author removed; they count for and against no one."""
    close_as(Report.Outcome.WITHDRAWN, post, timezone.now())


def close_as(outcome: str, post: Post, at: datetime, verdict: Verdict | None = None) -> None:
    open_reports = list(post.reports.open().select_related("by"))
    post.reports.open().update(outcome=outcome, closed_at=at)
    for each in open_reports:
        publishing.tell(each.by, Notification.Kind.REPORT, post, verdict)


def reopen(post: Post, verdict: Verdict) -> None:
    """Open the reports again that a verdict closed, because it was undone."""
    post.reports.filter(closed_at=verdict.at).update(outcome="", closed_at=None)


def reopen_restored(post: Post) -> None:
    """Open the reports again that ended when the author removed the post."""
    closed = post.reports.filter(outcome=Report.Outcome.WITHDRAWN)
    closed.update(outcome="", closed_at=None)
