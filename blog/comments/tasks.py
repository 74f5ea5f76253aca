"""Notify the author of a comment of a moderator's verdict, once it is final."""

from blog.models import Comment, CommentAddress
from contactatonce.brands.letters import send_once
from contactatonce.jobs.registry import Queue, job
from moderation.models import Verdict
from moderation.registry import on_verdict

from . import letters


@on_verdict(Comment)
def schedule_mail(comment: Comment, verdict: Verdict) -> None:
    """Send the mail once the verdict can no longer be undone."""
    notify_author.using(run_after=verdict.final_at).enqueue(comment.pk, verdict.pk)


@job(queue=Queue.MAIL)
def notify_author(comment_id: int, verdict_id: int) -> None:
    """Mail the author of a comment, unless the verdict was undone or replaced."""
    address = (
        CommentAddress.objects.select_related("comment__post", "comment__brand")
        .filter(pk=comment_id)
        .first()
    )
    verdict = Verdict.objects.filter(pk=verdict_id).first()
    if address is None or verdict is None or not verdict.still_holds(address.comment):
        return
    send_once(
        f"comment-verdict:{verdict_id}",
        lambda: letters.verdict_given(address.comment, verdict, address.email),
    )
