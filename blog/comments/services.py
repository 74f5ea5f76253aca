"""Submit, edit and withdraw comments, each in one transaction."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Author, Comment, CommentAddress, Post
from contactatonce.brands.models import Brand
from contactatonce.lib.form_tokens import FormToken
from contactatonce.lib.timed_cache import TimedCache
from moderation import rules, screening
from moderation.services import admit, readmit
from moderation.states import State
from moderation.words import normalize
from privacy import fingerprints
from privacy.policy.documents import number_in_force


class NotEditable(Exception):
    """The author can no longer change the comment; nothing was changed."""


@dataclass(frozen=True)
class Words:
    """Content of a comment: name, text and rendered HTML."""

    name: str
    text: str
    html: str


def takes_comments(post: Post) -> bool:
    """Return whether a post is open for comments."""
    if not post.takes_comments or post.publish_at is None:
        return False
    days = settings.COMMENTS_CLOSE_AFTER_DAYS
    return days == 0 or timezone.now() - post.publish_at < timedelta(days=days)


def submit(
    *,
    post: Post,
    brand: Brand,
    token: FormToken,
    words: Words,
    email: str,
    parent: Comment | None = None,
    is_trapped: bool = False,
) -> Comment:
    """Store a comment in the state that the rules give it.

    Idempotent by the form's key; a different text with the same key is an edit. Raises NotEditable
    if it is too late for that.
    """
    if existing := Comment.objects.filter(key=token.key).first():
        return resubmit(existing, words)
    comment = Comment(
        key=token.key,
        post=post,
        brand=brand,
        parent=parent,
        name=words.name,
        text=words.text,
        html=words.html,
        policy_version=number_in_force("privacy"),
        **fingerprints.columns_about(email),
    )
    sent = replace(own(), age=token.age, is_trapped=is_trapped)
    by_author = Comment.objects.filter(fingerprints.is_about(email))
    record = partial(screening.record_of, comment, by_author)
    admit(comment, screening.screen(comment, record=record, sent=sent))
    return store(comment, words, email)


def store(comment: Comment, words: Words, email: str) -> Comment:
    """Save a new comment with its address; return the stored one if its form was sent twice."""
    try:
        with transaction.atomic():
            comment.save()
            CommentAddress.objects.create(comment=comment, email=email)
    except IntegrityError:
        existing = Comment.objects.filter(key=comment.key).first()
        if existing is None:
            raise
        return resubmit(existing, words)
    return comment


def resubmit(comment: Comment, words: Words) -> Comment:
    """Return the comment of an earlier submission, edited if the text differs."""
    if (comment.name, comment.text) == (words.name, words.text):
        return comment
    return edit(comment=comment, words=words)


def edit(*, comment: Comment, words: Words) -> Comment:
    """Change a comment for its author and apply the rules again; raise NotEditable if too late.

    A new name loses the confirmation: the mailed link confirmed the comment under the earlier one.
    """
    with transaction.atomic():
        comment = lock(comment)
        if not comment.may_be_edited:
            raise NotEditable
        name = comment.name
        comment.name, comment.text, comment.html = words.name, words.text, words.html
        by_author = Comment.objects.filter(fingerprint=comment.fingerprint)
        record = partial(screening.record_of, comment, by_author)
        outcome = screening.screen(comment, record=record, sent=own())
        is_renamed = normalize(words.name) != normalize(name)
        confirmed_at = None if is_renamed else comment.confirmed_at
        readmit(comment, outcome, name=words.name, confirmed_at=confirmed_at)
    return comment


def confirm_address(*, comment: Comment) -> None:
    """Note that the author followed a mailed link; idempotent.

    The version stays: a moderator's verdict is about the text.
    """
    Comment.objects.filter(pk=comment.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def needs_confirmation(comment: Comment, address: str) -> bool:
    """Return whether the comment was sent with `address`, and its name is not confirmed there."""
    same = Comment.objects.filter(fingerprints.is_about(address), state=State.PUBLISHED)
    confirmed = same.exclude(confirmed_at=None).values_list("name", flat=True)
    is_same = comment.fingerprint in fingerprints.digests_of(address)
    return is_same and normalize(comment.name) not in map(normalize, confirmed)


def own() -> rules.Submission:
    """Return a submission that knows the hosts and names of ours, the authors' included."""
    known = screening.own()
    return replace(known, own_names=known.own_names | author_names.get())


author_names: TimedCache[frozenset[str]] = TimedCache(
    lambda: frozenset(Author.objects.values_list("name", flat=True))
)


def withdraw(*, comment: Comment) -> Comment:
    """Blank a comment for its author and delete the e-mail address; idempotent.

    A placeholder remains while replies need it. Raises NotEditable if it has been erased.
    """
    with transaction.atomic():
        comment = lock(comment)
        if comment.state != State.WITHDRAWN:
            comment.move(State.WITHDRAWN, **BLANK)
            CommentAddress.objects.filter(comment=comment).delete()
    return comment


def lock(comment: Comment) -> Comment:
    """Return the comment with a row lock; raise NotEditable if it has been erased."""
    existing: Comment | None = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if existing is None:
        raise NotEditable
    return existing


def find(key: uuid.UUID) -> Comment | None:
    return Comment.objects.select_related("post", "brand").filter(key=key).first()


BLANK = {
    **dict.fromkeys(("name", "text", "html", "digest", "link_hosts", "fingerprint"), ""),
    "reasons": [],
    "score": 0,
}
