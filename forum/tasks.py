"""Jobs of the forum: notifications, their mail, and the weekly summary."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from contactatonce.brands.letters import send_once
from contactatonce.jobs.registry import Queue, job, periodic
from moderation.models import Verdict

from . import digest, keeping, letters, notifications, pictures, trust
from .models import Member, Notification, Post


@job()
@transaction.atomic
def announce(forum_post_id: int) -> None:
    """Notify members of a post once it is published for good; a later verdict has its own job."""
    post = (
        Post.objects.readable().filter(pk=forum_post_id).select_related("topic", "author").first()
    )
    if post is None or notifications.verdict_of(post):
        return
    for notification in notifications.of_post(post):
        mail.enqueue(notification.pk)


@job()
@transaction.atomic
def notify(member_id: int, kind: str, forum_post_id: int, verdict_id: int | None) -> None:
    """Notify a member, unless the verdict was undone or replaced."""
    member = Member.objects.with_account().filter(pk=member_id).first()
    post = Post.objects.filter(pk=forum_post_id).first()
    if member is None or post is None:
        return
    if verdict_id is not None:
        verdict = Verdict.objects.filter(pk=verdict_id).first()
        is_report = kind == Notification.Kind.REPORT  # whatever its author changed since
        if verdict is None or verdict.undone_at or not (is_report or verdict.still_holds(post)):
            return
    mail.enqueue(notifications.notify(member, kind, post).pk)


@job(queue=Queue.MAIL)
def mail(notification_id: int) -> None:
    """Mail a notification once, if the member asked for it."""
    notification = notifications.claim(notification_id)
    if notification is not None:
        send_once(
            f"forum-mail:{notification.pk}:{notification.at:%Y%m%d%H%M%S%f}",
            lambda: letters.notification(notification),
        )


@periodic(every=timedelta(days=1))
def recompute_trust() -> None:
    """Raise the members whose account has become old enough; forget old reports."""
    trust.recompute_all()


@periodic(every=timedelta(hours=12))
def forget_orphans() -> None:
    """Remove files of pictures that no row names."""
    pictures.forget_orphans()


@periodic(every=timedelta(hours=6))
def summarize() -> None:
    """Queue the weekly summaries that are due."""
    now = timezone.now()
    for member in digest.due(now).only("pk"):
        with transaction.atomic():
            if digest.due(now).filter(pk=member.pk).update(digest_at=now):
                mail_digest.enqueue(member.pk)


@job(queue=Queue.MAIL)
def mail_digest(member_id: int) -> None:
    """Mail a member the summary of the week before their `digest_at`, once."""
    summary = digest.claim(member_id)
    if summary is not None:
        send_once(
            f"forum-digest:{member_id}:{summary.member.digest_at:%Y%m%d%H%M%S%f}",
            lambda: letters.weekly(summary),
        )


@periodic(every=timedelta(days=1))
def forget() -> None:
    """Blank first posts that were removed or refused long ago."""
    keeping.blank_first_posts()
