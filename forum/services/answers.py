"""Accept an answer to a question, or take that back."""

from django.db import transaction

from forum.models import Member, Notification, Post, Topic, TopicEvent
from search import index

from .publishing import tell


def may_accept(post: Post, member: Member) -> bool:
    """Return whether the member may accept this reply: the asker, and staff."""
    topic = post.topic
    if not topic.is_question or topic.opening is None or post.is_opening or member.is_silenced:
        return False
    return member.is_staff or topic.opening.author_id == member.pk


@transaction.atomic
def accept(*, post: Post, by: Member, is_accepted: bool) -> None:
    """Mark a reply as the accepted answer of its topic, or take that back; idempotent."""
    topic = Topic.objects.select_for_update().get(pk=post.topic_id)
    if is_accepted == (topic.accepted_id == post.pk):
        return
    topic.accepted = post if is_accepted else None
    topic.save(update_fields=["accepted"])
    kind = TopicEvent.Kind.ACCEPTED if is_accepted else TopicEvent.Kind.UNACCEPTED
    TopicEvent.objects.create(topic=topic, kind=kind, by=by.user)
    index.put(topic)
    if is_accepted and post.author_id != by.pk:
        tell(post.author, Notification.Kind.ACCEPTED, post)
