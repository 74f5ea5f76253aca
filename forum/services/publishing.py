"""Notify members of posts and verdicts; call these in the transaction that changes the post."""

from forum import notifications, tasks
from forum.models import Member, Notification, Post, Watch
from moderation.models import Verdict


def announce(post: Post) -> None:
    """Notify those who watch the topic or are mentioned, if `post` is published and stays so.

    Call it in the transaction in which the post may have become published. After a verdict it
    waits until the verdict can no longer be undone. Each member is notified once of a post.
    """
    if not post.is_published:
        return
    verdict = notifications.verdict_of(post)
    tasks.announce.using(run_after=verdict.final_at if verdict else None).enqueue(post.pk)


def tell(
    member: Member, kind: Notification.Kind, post: Post, verdict: Verdict | None = None
) -> None:
    """Notify a member of what happened to a post; after a verdict, once that is final.

    Nothing happens if the verdict is undone or replaced before.
    """
    tasks.notify.using(run_after=verdict.final_at if verdict else None).enqueue(
        member.pk, kind.value, post.pk, verdict.pk if verdict else None
    )


def tell_author(post: Post, verdict: Verdict) -> None:
    """Notify the author of a verdict on the site and by mail, once it is final."""
    is_approval = verdict.decision == Verdict.Decision.APPROVE
    kind = Notification.Kind.APPROVED if is_approval else Notification.Kind.REFUSED
    tell(post.author, kind, post, verdict)


def watch_own(post: Post) -> None:
    """Let the author of a new post watch its topic, unless they muted it."""
    Watch.objects.get_or_create(member=post.author, topic=post.topic)
