"""Open topics, reply, edit, remove and restore: what members do with their posts."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from contactatonce.lib.form_tokens import FormToken
from forum import drafts, limits, pictures, reports
from forum.limits import NotAllowed
from forum.models import Board, Member, Post, PostVersion, Tag, Topic
from forum.records import record_of
from moderation import screening
from moderation import words as words_of
from moderation.rules import Outcome, Submission
from moderation.services import admit, readmit
from moderation.states import State
from search import index

from .publishing import announce, watch_own

GRACE = timedelta(minutes=5)
SENT_BEFORE = "This form was sent before, with another text. Send it again to post this one too."


class SentBefore(NotAllowed):
    """The form's key belongs to another text, perhaps of another member: it needs a new one."""


@dataclass(frozen=True)
class Words:
    """The words of a member: stored text (see forum.text), its HTML, and a first post's topic."""

    text: str
    html: str
    title: str = ""
    kind: str = Topic.Kind.DISCUSSION
    tags: tuple[Tag, ...] = ()


@transaction.atomic
def open_topic(*, board: Board, author: Member, token: FormToken, words: Words) -> Post:
    """Store a topic with its first post and return the post; idempotent by the form's key.

    Raises SentBefore if that key has another text, and NotAllowed at a limit.
    """
    author = limits.lock(author)
    if existing := sent_before(token, author, words):
        return existing
    limits.check(author, place=board, text=f"{words.title}\n{words.text}")
    topic = Topic.objects.create(board=board, kind=words.kind, title=words.title)
    topic.tags.set(words.tags)
    post = Post(key=token.key, topic=topic, author=author, text=words.text, html=words.html)
    return store(post, token, words)


@transaction.atomic
def reply(*, topic: Topic, author: Member, token: FormToken, words: Words) -> Post:
    """Store a reply and return it; idempotent by the form's key.

    A topic that was merged in the meantime passes it on. Raises SentBefore if that key has another
    text, and NotAllowed at a limit, or if the topic is gone or locked.
    """
    author = limits.lock(author)
    if existing := sent_before(token, author, words):
        return existing
    topic = taking_replies(topic)
    limits.check(author, place=topic, text=words.text)
    post = Post(key=token.key, topic=topic, author=author, text=words.text, html=words.html)
    return store(post, token, words)


def taking_replies(topic: Topic) -> Topic:
    """Return the topic as stored, or the one it was merged into, with a row lock.

    Raises NotAllowed if it takes no replies by now.
    """
    merged = Topic.objects.filter(pk=topic.pk).values_list("merged_into", flat=True).first()
    rows = Topic.objects.select_for_update(of=("self",)).select_related("board", "opening")
    found = rows.filter(pk=merged or topic.pk).first()
    if found is None or not found.is_published:
        raise NotAllowed("This topic is gone, or a moderator is reading it.")
    if not found.is_open:
        raise NotAllowed("This topic is locked.")
    return found


def sent_before(token: FormToken, author: Member, words: Words) -> Post | None:
    """Return the post of an earlier submission of the same form; raise SentBefore for any other."""
    found: Post | None = Post.objects.select_related("topic").filter(key=token.key).first()
    sent = (author.pk, words.title, words.text)
    if found is not None and (found.author_id, found.title, found.text) != sent:
        raise SentBefore(SENT_BEFORE)
    return found


def store(post: Post, token: FormToken, words: Words) -> Post:
    """Save a new post in the state that the rules give it."""
    sent = replace(screening.own(), age=token.age)
    admit(post, screen(post, sent))
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError:  # the same form, sent twice at once
        if existing := sent_before(token, post.author, words):
            return existing
        raise
    if post.topic.opening_id is None:
        post.topic.opening = post
        post.topic.save(update_fields=["opening"])
    drafts.drop(member=post.author, place=post.topic.board if post.is_opening else post.topic)
    watch_own(post)
    post.topic.recount()
    follow_up(post)
    return post


def follow_up(post: Post) -> None:
    """Do what follows from a stored text: pictures, search index, notifications."""
    pictures.attach(post)
    index.put(post.topic)
    announce(post)


def screen(post: Post, sent: Submission) -> Outcome:
    """Apply the rules to a post; nothing but a refusal holds a post of staff."""
    if post.author.trust == 0:
        sent = replace(sent, pictures=len(pictures.named_in(post.text)))
    outcome = screening.screen(post, record=lambda: record_of(post), sent=sent)
    is_free = post.author.is_staff and not post.is_refused
    return Outcome([], outcome.threshold) if is_free else outcome


@transaction.atomic
def edit(*, post: Post, words: Words) -> Post:
    """Change a post for its author and apply the rules again; keep the earlier text if published.

    Raises Conflict after a concurrent change, and NotAllowed for a silenced member.
    """
    limits.refuse_silenced(post.author)
    earlier = PostVersion(post=post, title=post.topic.title if post.is_opening else "")
    earlier.text, was_published = post.text, post.is_published
    sent = changed(post, words.html)
    post.text, post.html = words.text, words.html
    if post.is_opening:
        post.topic.title, post.topic.kind = words.title, words.kind
    is_kept = was_published and timezone.now() - post.submitted_at > GRACE
    columns = {"edited_at": timezone.now()} if is_kept else {}
    readmit(post, screen(post, sent), **columns)  # locks the post, then its topic
    if is_kept:
        earlier.number = post.versions.count() + 1
        earlier.save()
    if post.is_opening:
        post.topic.save(update_fields=["title", "kind"])
        post.topic.tags.set(words.tags)
    drafts.drop(member=post.author, place=post)
    follow_up(post)
    return post


def changed(post: Post, html: str) -> Submission:
    """Return what the rules know of a change of `post` to `html`."""
    is_new = post.author.trust == 0 and post.is_published
    added = set(words_of.links_away(html)) - set(words_of.links_away(post.html)) if is_new else ()
    return replace(screening.own(), added_links=len(added))


@transaction.atomic
def withdraw(*, post: Post) -> None:
    """Remove a post for its author; idempotent. It is no longer the accepted answer."""
    if post.state != State.WITHDRAWN:
        judged = {"reasons": [], "score": 0} if post.is_published else {}
        post.move(State.WITHDRAWN, **judged)
        Topic.objects.filter(accepted=post).update(accepted=None)
        reports.close_removed(post)
        index.put(post.topic)


@transaction.atomic
def restore(*, post: Post) -> None:
    """Bring back a post that its author removed; the rules apply again.

    Raises NotAllowed after 30 days, and for a silenced member.
    """
    limits.refuse_silenced(post.author)
    if not post.may_be_restored():
        raise NotAllowed("It was removed more than 30 days ago, so it is deleted.")
    readmit(post, screen(post, screening.own()))
    reports.reopen_restored(post)
    index.put(post.topic)
    announce(post)


@transaction.atomic
def forget_versions(*, post: Post) -> None:
    """Delete the earlier versions of a post for its author, so that only its present text stays."""
    post.versions.all().delete()
    Post.objects.filter(pk=post.pk).update(edited_at=None)
