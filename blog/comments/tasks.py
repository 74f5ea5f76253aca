"""Telling the author of a comment what a moderator decided, once that is final."""

from blog.models import Comment, CommentAddress
from contactatonce.jobs.registry import GiveUp, job
from contactatonce.jobs.services import once
from contactatonce.lib.mail import Refused, hand_over
from moderation.models import Verdict
from moderation.registry import on_verdict

from . import letters


@on_verdict(Comment)
def order_letter(comment: Comment, verdict: Verdict) -> None:
    """Order the letter for the moment at which the verdict can no longer be taken back."""
    tell_author.using(run_after=verdict.final_at).enqueue(comment.pk, verdict.pk)


@job()
def tell_author(comment_id: int, verdict_id: int) -> None:
    """Mail the author of a comment, unless the verdict was taken back or overtaken meanwhile."""
    address = (
        CommentAddress.objects.select_related("comment__post", "comment__brand")
        .filter(pk=comment_id)
        .first()
    )
    verdict = Verdict.objects.filter(pk=verdict_id).first()
    if address is None or verdict is None or not verdict.still_holds(address.comment):
        return
    with once(f"comment-verdict:{verdict_id}") as is_due:
        if is_due:
            try:
                hand_over(letters.verdict_given(address.comment, verdict, address.email))
            except Refused as refusal:
                raise GiveUp(str(refusal)) from refusal
