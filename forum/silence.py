"""Silence members, with their posts if need be, and undo that."""

from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.lib.versions import Conflict
from moderation import services
from moderation.models import Verdict
from moderation.states import IllegalMove, Refusal, State
from search import index

from . import limits, trust
from .limits import NotAllowed
from .models import Member, Post, Report, Silence
from .models.silences import UNDO_WITHIN

SPAM_REPORTS = 3
WITHIN = timedelta(hours=24)
REASON = {"code": "silenced", "points": 4, "detail": ""}
AUTOMATIC = "Several members reported your posts as advertising. A moderator reads them."


@transaction.atomic
def silence(
    *,
    member: Member,
    by: User,
    reason: str,
    reach: str = Silence.Reach.NONE,
    refusal: str = Refusal.SPAM,
) -> Silence:
    """Let a member only read; refuse their posts as far back as `reach` says, as one group.

    It replaces a silence of our software, which a moderator has confirmed by it. Raises NotAllowed
    for staff, and if a moderator silenced the member before.
    """
    member = limits.lock(member)
    active = active_of(member)
    if member.is_staff:
        raise NotAllowed("Staff cannot be silenced: take their roles away instead.")
    if active is not None and active.by_id is not None:
        raise NotAllowed("This member is silenced already.")
    now = timezone.now()
    if active is not None:
        Silence.objects.filter(pk=active.pk).update(undone_at=now, undone_by=by)
    made = Silence.objects.create(member=member, by=by, reason=reason, reach=reach, at=now)
    Member.objects.filter(pk=member.pk).update(silenced_at=now)
    refuse_posts(made, by, refusal)
    trust.recompute(Member.objects.filter(pk=member.pk))
    return made


def refuse_posts(made: Silence, by: User, refusal: str) -> None:
    """Refuse the posts that a silence reaches; their verdicts share its time."""
    posts = Post.objects.filter(author=made.member, state__in=[State.HELD, State.PUBLISHED])
    if made.since is not None:
        posts = posts.filter(submitted_at__gt=made.since)
    if made.reach == Silence.Reach.NONE:
        return
    refuse = partial(
        services.judge,
        model=Post,
        decision=Verdict.Decision.REFUSE,
        refusal=refusal,
        by=by,
        at=made.at,
    )
    for pk, version in list(posts.order_by("pk").values_list("pk", "version")):
        try:
            refuse(pk=pk, version=version)
        except services.Overtaken:  # the member changed it concurrently
            for changed in posts.filter(pk=pk).values_list("version", flat=True):
                with suppress(services.Overtaken):
                    refuse(pk=pk, version=changed)


@transaction.atomic
def lift(*, silenced: Silence, by: User | None) -> int:
    """Undo a silence, and within 30 days what it did to posts; return how many came back.

    What has changed since stays as it is. Raises NotAllowed if it was undone before.
    """
    member = limits.lock(silenced.member)
    silenced = Silence.objects.select_for_update(of=("self",)).get(pk=silenced.pk)
    if silenced.undone_at is not None:
        raise NotAllowed("This was undone before.")
    now = timezone.now()
    Silence.objects.filter(pk=silenced.pk).update(undone_at=now, undone_by=by)
    Member.objects.filter(pk=member.pk).update(silenced_at=None)
    restored = restore_posts(silenced, by) if silenced.restores_posts(now) else 0
    trust.recompute(Member.objects.filter(pk=member.pk))
    return restored


def restore_posts(silenced: Silence, by: User | None) -> int:
    """Undo the verdicts of a silence, or publish again what our software held."""
    if silenced.by_id is None or by is None:
        return publish_again(silenced)
    restored = 0
    for pk in verdicts_of(silenced).values_list("pk", flat=True):
        try:
            services.undo(verdict_id=pk, by=by, within=UNDO_WITHIN)
            restored += 1
        except services.Overtaken:  # its author or a moderator did something with it since
            continue
    return restored


def verdicts_of(silenced: Silence) -> QuerySet[Verdict]:
    """Return the verdicts that a silence gave and that are in force."""
    posts = Post.objects.filter(author=silenced.member_id)
    return Verdict.objects.active().filter(
        content_type=ContentType.objects.get_for_model(Post),
        at=silenced.at,
        by=silenced.by_id,
        object_id__in=posts.values("pk"),
    )


def publish_again(silenced: Silence) -> int:
    """Publish the posts that a silence took back to the queue and that no one judged since."""
    posts = Post.objects.filter(author=silenced.member_id, state=State.HELD, reasons=[REASON])
    restored = 0
    for post in posts.select_related("topic").order_by("pk"):
        try:
            post.move(State.PUBLISHED, reasons=[], score=0)
        except Conflict:
            continue
        index.put(post.topic)
        restored += 1
    return restored


def silence_spammer(author: Member) -> Silence | None:
    """Silence a new member once three reports of advertising were upheld within a day.

    Their posts go to the queue as one group.
    """
    author = limits.lock(author)
    if author.is_silenced or author.is_staff or author.trust or not is_spammer(author):
        return None
    made = Silence.objects.create(member=author, by=None, reason=AUTOMATIC)
    Member.objects.filter(pk=author.pk).update(silenced_at=made.at)
    for post in Post.objects.published().filter(author=author).select_related("topic"):
        try:
            post.move(State.HELD, reasons=[REASON], score=REASON["points"])
        except (IllegalMove, Conflict):
            continue
        index.put(post.topic)
    return made


def is_spammer(author: Member) -> bool:
    """Return whether enough reports for advertising were upheld within a day."""
    upheld = Report.objects.filter(
        post__author=author,
        reason=Report.Reason.SPAM,
        outcome=Report.Outcome.UPHELD,
        closed_at__gt=timezone.now() - WITHIN,
    )
    return upheld.count() >= SPAM_REPORTS


def forgive(author: Member) -> None:
    """Undo a silence of our software if its reason no longer applies after an undone verdict."""
    active = active_of(author)
    if active is not None and active.by_id is None and not is_spammer(author):
        lift(silenced=active, by=None)


def active_of(member: Member) -> Silence | None:
    """Return the silence of a member that is in force."""
    return member.silences.filter(undone_at=None).first()


def ask(*, member: Member, text: str) -> None:
    """Store what a silenced member asks a moderator; raise NotAllowed after the first time."""
    asked = Silence.objects.filter(member=member, undone_at=None, asked_at=None)
    if not asked.update(appeal=text, asked_at=timezone.now()):
        raise NotAllowed("You have asked already. A moderator reads it.")
