"""Consequences of a moderator's verdict on a post, and of undoing it."""

from moderation.models import Verdict
from moderation.registry import on_undo, on_verdict
from search import index

from . import reports, silence, trust
from .models import Member, Post, Topic
from .services import publishing


@on_verdict(Post)
def follow(post: Post, verdict: Verdict) -> None:
    """Close the reports, recompute the author's trust, and notify everyone once it is final.

    The author of posts that are refused with a silence reads about it on their own page.
    """
    if not post.is_published:
        Topic.objects.filter(accepted=post).update(accepted=None)
    index.put(post.topic)
    reports.close(post, verdict)
    publishing.announce(post)
    if post.author.is_silenced:
        return
    trust.recompute(Member.objects.filter(pk=post.author_id))
    silence.silence_spammer(post.author)
    publishing.tell_author(post, verdict)


@on_undo(Post)
def take_back(post: Post, verdict: Verdict) -> None:
    """Open the reports again, and recompute the author's trust."""
    index.put(post.topic)
    reports.reopen(post, verdict)
    trust.recompute(Member.objects.filter(pk=post.author_id))
    silence.forgive(post.author)
