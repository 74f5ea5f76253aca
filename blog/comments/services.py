"""What happens to a comment: it is sent, changed, withdrawn. Each is one transaction."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Comment, CommentAddress, Post
from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from contactatonce.lib.form_tokens import FormToken
from moderation import rules, screening
from moderation.services import admit, readmit
from moderation.states import State
from privacy import fingerprints
from privacy.policy.documents import number_in_force


class NotEditable(Exception):
    """The comment can no longer be changed by its author; nothing was changed."""


@dataclass(frozen=True)
class Words:
    """What a reader wrote: the text with its rendered HTML, and the name beside it."""

    name: str
    text: str
    html: str


def takes_comments(post: Post) -> bool:
    """Tell whether readers may comment on a post: until its comments close, unless staff say no."""
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
    """Store a comment as the rules say and return it; the same form sent again is the same one.

    Other words under the same key are an edit. Raises NotEditable where that is too late.
    """
    if there := Comment.objects.filter(key=token.key).first():
        return again(there, words)
    comment = Comment(
        key=token.key,
        post=post,
        brand=brand,
        parent=parent,
        name=words.name,
        text=words.text,
        html=words.html,
        policy_version=number_in_force("privacy"),
        **fingerprints.fingerprint_of(email).columns,
    )
    arrival = rules.Submission(
        age=token.age, is_trapped=is_trapped, own_hosts=directory.get().own_hosts
    )
    written = Comment.objects.filter(fingerprints.is_about(email))
    admit(comment, screening.screen(comment, by_author=written, sent=arrival))
    try:
        with transaction.atomic():
            comment.save()
            CommentAddress.objects.create(comment=comment, email=email)
    except IntegrityError:
        there = Comment.objects.filter(key=token.key).first()
        if there is None:
            raise
        return again(there, words)
    return comment


def again(comment: Comment, words: Words) -> Comment:
    """Return the comment that a form brought before, with its words if they have changed."""
    if (comment.name, comment.text) == (words.name, words.text):
        return comment
    return edit(comment=comment, words=words)


def edit(*, comment: Comment, words: Words) -> Comment:
    """Change a comment for its author: it goes through the rules again. Raises NotEditable."""
    with transaction.atomic():
        comment = locked(comment)
        if not comment.may_be_edited:
            raise NotEditable
        comment.text, comment.html = words.text, words.html
        written = Comment.objects.filter(fingerprint=comment.fingerprint)
        arrival = rules.Submission(own_hosts=directory.get().own_hosts)
        outcome = screening.screen(comment, by_author=written, sent=arrival)
        readmit(comment, outcome, name=words.name)
    return comment


def withdraw(*, comment: Comment) -> Comment:
    """Take a comment down for its author, and forget what it said, who wrote it, and the address.

    What stays is an empty place, if somebody answered. Withdrawn before, nothing changes. Raises
    NotEditable where it has been erased meanwhile.
    """
    with transaction.atomic():
        comment = locked(comment)
        if comment.state != State.WITHDRAWN:
            comment.move(State.WITHDRAWN, **NOTHING)
            CommentAddress.objects.filter(comment=comment).delete()
    return comment


def locked(comment: Comment) -> Comment:
    """Return a comment as it stands now, locked until the transaction ends; see `withdraw`."""
    there: Comment | None = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if there is None:
        raise NotEditable
    return there


def find(key: uuid.UUID) -> Comment | None:
    """Return the comment with what its author's page shows."""
    return Comment.objects.select_related("post", "brand").filter(key=key).first()


NOTHING = {
    **dict.fromkeys(("name", "text", "html", "digest", "link_hosts", "fingerprint"), ""),
    "reasons": [],
    "score": 0,
}
