"""Levels of trust: which one a member has earned, and what each one needs and allows.

Levels 1 and 2 follow from facts alone: the age of the account, posts that moderators approved, and
reports that they upheld. Each post that was reported with reason takes one level away for a time.
Staff grant level 3, or fix another one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import Member, Post, Report, TrustLevel

HIGHEST_EARNED = 2
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REPORTS_COUNT_FOR = 366 * DAY  # they are deleted after a year
BATCH = 500

# The figures that a new database starts with; staff change them in the admin. The others are the
# defaults of the model.
DEFAULTS = (
    TrustLevel(level=0, name="New member", topics_on_first_day=3, posts_on_first_day=10),
    TrustLevel(
        level=1,
        name="Member",
        hours_of_account=24,
        approved_posts=2,
        days_without_reports=365,
        links=5,
        pictures=5,
        mentions=10,
        seconds_between_topics=15,
        seconds_between_posts=5,
    ),
    TrustLevel(
        level=2,
        name="Regular",
        hours_of_account=14 * 24,
        approved_posts=10,
        topics_written_in=3,
        days_without_reports=30,
        links=10,
        pictures=10,
        mentions=20,
        seconds_between_topics=15,
        seconds_between_posts=5,
        hours_to_edit=30 * 24,
    ),
    TrustLevel(
        level=3,
        name="Trusted",
        links=20,
        pictures=20,
        mentions=30,
        seconds_between_topics=15,
        seconds_between_posts=5,
        hours_to_edit=30 * 24,
    ),
)


@dataclass(frozen=True)
class Need:
    """One thing that a level needs, beside what the member has."""

    what: str
    wanted: int
    has: int
    is_met: bool


@dataclass(frozen=True)
class Facts:
    """Facts that decide about a member's trust; `upheld_at` has one date for each such post."""

    is_confirmed: bool
    joined_at: datetime
    approved: int
    topics: int
    upheld_at: tuple[datetime, ...] = ()

    def upheld_since(self, moment: datetime) -> int:
        return sum(at > moment for at in self.upheld_at)

    def needs(self, level: TrustLevel, now: datetime) -> list[Need]:
        """Return what `level` needs besides the absence of reports."""
        age, hours = (now - self.joined_at) // HOUR, level.hours_of_account
        unit, size = ("days", 24) if hours > 48 else ("hours", 1)
        wanted = (
            (f"Age of your account, in {unit}", hours // size, age // size),
            ("Approved posts", level.approved_posts, self.approved),
            ("Topics with approved posts of yours", level.topics_written_in, self.topics),
        )
        return [
            Need("A confirmed e-mail address", 1, int(self.is_confirmed), self.is_confirmed),
            *(Need(what, most, has, has >= most) for what, most, has in wanted if most),
        ]

    def earned(self, levels: list[TrustLevel], now: datetime) -> int:
        """Return the level that a member with these facts has, granted ones aside."""
        reached = 0
        for level in levels[1 : HIGHEST_EARNED + 1]:
            if not all(need.is_met for need in self.needs(level, now)):
                break
            reached = level.level
        window = timedelta(days=levels[reached].days_without_reports)
        return max(reached - self.upheld_since(now - window), 0)


def level_of(member: Member) -> TrustLevel:
    """Return the figures of a member's level; the defaults if its row is missing."""
    return TrustLevel.objects.filter(pk=member.trust).first() or DEFAULTS[member.trust]


def all_levels() -> list[TrustLevel]:
    """Return the four levels, lowest first."""
    stored = {level.pk: level for level in TrustLevel.objects.all()}
    return [stored.get(level.pk, level) for level in DEFAULTS]


def facts_of(members: QuerySet[Member]) -> Iterator[tuple[int, Facts]]:
    """Yield key and facts of members who have an account, with two queries."""
    posts = Post.objects.published().filter(author=OuterRef("pk")).order_by().values("author")

    def number(counted: Count) -> Coalesce:
        return Coalesce(
            Subquery(posts.annotate(number=counted).values("number")),
            0,
            output_field=IntegerField(),
        )

    rows = list(
        members.filter(user__isnull=False).values_list(
            "pk",
            Exists(EmailAddress.objects.filter(user=OuterRef("user"), verified=True)),
            "user__joined_at",
            number(Count("pk")),
            number(Count("topic", distinct=True)),
        )
    )
    upheld = upheld_posts(key for key, *_ in rows)
    for key, is_confirmed, joined_at, approved, topics in rows:
        yield key, Facts(is_confirmed, joined_at, approved, topics, tuple(upheld[key]))


def facts_of_one(member: Member) -> Facts:
    """Return the facts of a member who may not be stored yet."""
    found = list(facts_of(Member.objects.filter(pk=member.pk or 0)))
    if found:
        return found[0][1]
    joined_at = member.user.joined_at if member.user else timezone.now()
    return Facts(is_confirmed=True, joined_at=joined_at, approved=0, topics=0)


def upheld_posts(members: Iterable[int]) -> dict[int, list[datetime]]:
    """Return for each member when reports of their posts were upheld, one date for each post."""
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = (
        Report.objects.filter(outcome=Report.Outcome.UPHELD, post__author__in=list(members))
        .order_by()
        .values_list("post__author", "post")
        .annotate(at=Max("closed_at"))
    )
    for author, _, at in rows:
        found[author].append(at)
    return found


def recompute(members: QuerySet[Member], now: datetime | None = None) -> None:
    """Give members the level that they have earned; what staff granted stays."""
    now = now or timezone.now()
    levels = all_levels()
    open_to_change = Member.objects.filter(is_trust_granted=False)
    by_level: dict[int, list[int]] = defaultdict(list)
    for key, facts in facts_of(members.filter(is_trust_granted=False)):
        by_level[facts.earned(levels, now)].append(key)
    for level, keys in by_level.items():
        open_to_change.filter(pk__in=keys).exclude(trust=level).update(trust=level)


def recompute_all(now: datetime | None = None) -> None:
    """Recompute everyone whose level time alone can change: who rises, or was reported."""
    now = now or timezone.now()
    rises = Q(trust__lt=HIGHEST_EARNED) & Exists(Post.objects.filter(author=OuterRef("pk")))
    was_reported = Exists(
        Report.objects.filter(
            post__author=OuterRef("pk"),
            outcome=Report.Outcome.UPHELD,
            closed_at__gt=now - REPORTS_COUNT_FOR,
        )
    )
    keys = list(
        Member.objects.filter(rises | was_reported, is_trust_granted=False).values_list(
            "pk", flat=True
        )
    )
    for start in range(0, len(keys), BATCH):
        recompute(Member.objects.filter(pk__in=keys[start : start + BATCH]), now)
