"""Notifications of members: create them, claim those that are mailed, and stop them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from contactatonce.brands.models import Brand
from moderation.models import Verdict
from privacy.outreach import opt_outs
from privacy.outreach.opt_outs import Use

from . import text
from .models import Member, Notification, Post, ReadMark, Topic, Watch
from .trust import level_of

Kind = Notification.Kind
VERDICTS = {Kind.APPROVED, Kind.REFUSED}
IN_TOPICS = [Kind.REPLY, Kind.MENTION]  # one mail for each topic until it is visited
WITH = ("post__topic__board__brand", "post__topic__opening", "post__author__user", "member__user")


def of_post(post: Post) -> list[Notification]:
    """Create and return the notifications of a published post, each once."""
    muted = Watch.objects.filter(topic=post.topic, level=Watch.Level.MUTED).values("member")
    members = Member.objects.with_account().exclude(pk=post.author_id).exclude(pk__in=muted)
    mentioned = members.filter(pk__in=mentions(post))
    watching = members.none() if post.is_opening else members.filter(watches__topic=post.topic)
    known = set(
        Notification.objects.filter(post=post, kind__in=IN_TOPICS).values_list("member", flat=True)
    )
    kinds = dict.fromkeys(watching.values_list("pk", flat=True), Kind.REPLY)
    kinds |= dict.fromkeys(mentioned.values_list("pk", flat=True), Kind.MENTION)
    Notification.objects.bulk_create(
        [
            Notification(member_id=pk, kind=kind, post=post)
            for pk, kind in kinds.items()
            if pk not in known
        ],
        ignore_conflicts=True,
    )
    return list(
        Notification.objects.filter(post=post, kind__in=IN_TOPICS).exclude(member__in=known)
    )


def mentions(post: Post) -> list[int]:
    """Return the members that a post mentions, at most as many as its author's trust allows."""
    return text.mentioned(post.text)[: level_of(post.author).mentions]


def notify(member: Member, kind: str, post: Post) -> Notification:
    """Create a notification, or the same one again after another verdict."""
    found, _ = Notification.objects.update_or_create(
        member=member,
        kind=kind,
        post=post,
        defaults={"at": timezone.now(), "seen_at": None, "mailed_at": None},
    )
    return found


@transaction.atomic
def claim(notification_id: int) -> Notification | None:
    """Mark a notification as mailed and return it; None if it is not mailed.

    The row lock on the member makes two replies at the same time one mail.
    """
    found = Notification.objects.filter(pk=notification_id)
    if not Member.objects.select_for_update().filter(notifications__in=found).exists():
        return None
    notification = found.select_related(*WITH).first()
    if notification is None or not is_mailed(notification):
        return None
    if notification.mailed_at is None:
        notification.mailed_at = timezone.now()
        notification.save(update_fields=["mailed_at"])
    return notification


def is_mailed(notification: Notification) -> bool:
    """Return whether a mail is due: by the member's choices, the post's state, and opt-outs."""
    member, post = notification.member, notification.post
    if member.user is None or not member.user.is_active:
        return False
    if notification.kind in VERDICTS:
        return True  # it answers what the member sent
    if not Post.objects.readable().filter(pk=post.pk).exists() or post.author.is_silenced:
        return False
    if Watch.objects.filter(
        member=member, topic=post.topic, level=Watch.Level.MUTED
    ).exists() or not wants(notification):
        return False
    return may_get_mail(member, post.topic.board.brand)


def may_get_mail(member: Member, brand: Brand) -> bool:
    """Return whether forum mail may go to a member; ask in the transaction that claims the mail."""
    return opt_outs.mailable(member.email, use=Use.WATCHED, brand=brand)


def wants(notification: Notification) -> bool:
    """Return whether a member's settings ask for this mail, and the topic was visited since one."""
    member, post = notification.member, notification.post
    if notification.kind == Kind.MENTION:
        return member.mails_mentions and notification.seen_at is None
    if notification.kind != Kind.REPLY or not member.mails_replies:
        return False
    read_at = last_visit(notification)
    earlier = Notification.objects.filter(
        member=member, post__topic=post.topic, kind__in=IN_TOPICS, mailed_at__gt=read_at
    )
    is_watched = Watch.objects.filter(member=member, topic=post.topic).exists()
    is_new = post.published_at is not None and post.published_at > read_at
    return is_watched and is_new and not earlier.exclude(pk=notification.pk).exists()


def last_visit(notification: Notification) -> datetime:
    """Return until when the member has read the topic of a notification."""
    member = notification.member
    mark = ReadMark.objects.filter(member=member, topic=notification.post.topic).first()
    return max(mark.read_at, member.read_until_at) if mark else member.read_until_at


def shown_to(member: Member) -> QuerySet[Notification]:
    """Return what a member may see: of others' posts, only those that readers see."""
    readable = Q(post__in=Post.objects.readable()) | Q(post__author=member.pk) | Q(kind=Kind.REPORT)
    return Notification.objects.filter(readable, member=member.pk).select_related(*WITH)


def unseen(member: Member) -> int:
    """Return the number of a member's new notifications."""
    if member.pk is None:
        return 0
    return shown_to(member).filter(seen_at=None).count()


def see(member: Member, *, topic_id: int | None = None, until: int | None = None) -> None:
    """Mark a member's notifications as seen: all, or those of a topic's posts up to `until`."""
    rows = member.notifications.filter(seen_at=None)
    if topic_id is not None:
        rows = rows.filter(post__topic=topic_id)
    if until is not None:
        rows = rows.filter(post__lte=until)
    rows.update(seen_at=timezone.now())


def verdict_of(post: Post) -> Verdict | None:
    """Return the verdict on a post that can still be undone."""
    return (
        Verdict.objects.undoable()
        .filter(content_type__app_label="forum", content_type__model="post", object_id=post.pk)
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def set_watch(*, member: Member, topic: Topic, level: str) -> None:
    """Watch or mute a topic; "" for neither."""
    if not level:
        Watch.objects.filter(member=member, topic=topic).delete()
        return
    Watch.objects.update_or_create(
        member=member, topic=topic, defaults={"level": level, "since": timezone.now()}
    )


def stop_mail(*, member: Member, topic: Topic | None = None) -> None:
    """End all forum mail to a member, or mail and notifications about a topic; idempotent."""
    if topic is not None:
        set_watch(member=member, topic=topic, level=Watch.Level.MUTED)
        return
    Member.objects.filter(pk=member.pk).update(
        mails_replies=False, mails_mentions=False, mails_digest=False
    )
