"""Personal data in comments."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from blog.models import Comment, CommentAddress
from contactatonce.lib import markup
from moderation import words
from moderation.states import State
from privacy import fingerprints
from privacy.registry import (
    Category,
    Exemption,
    Kind,
    OnErasure,
    Personal,
    Retention,
    Rows,
    Subject,
    belonging_to,
    declare,
    either,
)

QUARTER = timedelta(days=90)
INTERNAL = "It is computed from the text beside it."


def comments(subject: Subject) -> Rows:
    """Comments from an e-mail address, including those whose address was corrected to it."""
    rows = Comment._base_manager
    same = rows.filter(fingerprints.is_about(subject.email)).values("pk")
    corrected = CommentAddress._base_manager.filter(email_key=subject.email)
    return either(Comment, same, corrected.values("pk"))


def answered(rows: Rows, subject: Subject) -> Rows:
    """Comments with replies by other people."""
    others = Comment._base_manager.exclude(pk__in=subject.keys(Comment))
    return rows.filter(Exists(others.filter(parent=OuterRef("pk"))))


def no_longer_shown(rows: Rows, now: datetime) -> Rows:
    """Comments refused or withdrawn 90 days ago, except placeholders that replies need.

    A refused comment with replies is blanked by the retention; the placeholder contains no personal
    data and is deleted after its last reply.
    """
    replies = Comment._base_manager.filter(parent=OuterRef("pk"))
    is_refused = Q(state=State.REFUSED)
    is_withdrawn = Q(~Exists(replies), state=State.WITHDRAWN)
    return rows.filter(is_refused | is_withdrawn, moved_at__lt=now - QUARTER)


def rendered(text: str) -> dict[str, str]:
    """Return the columns derived from a comment's text."""
    html = markup.render_limited(text)
    hosts = words.as_column(words.hosts(html))
    return {"html": html, "digest": words.digest(text), "link_hosts": hosts}


declare(
    Comment,
    purpose="To show what readers say about a post, under the name that they chose.",
    about=comments,
    retention=Retention(
        "comments",
        "as long as its post is published; 90 days once it was refused or withdrawn, after which "
        "an empty place keeps replies to it together",
        expired=no_longer_shown,
    ),
    personal={
        "fingerprint": Category.CONTACT,
        "name": Personal(Category.CONTACT, Kind.NAME),
        "text": Category.CONTENT,
        "html": Category.CONTENT,
        "digest": Category.CONTENT,
        "link_hosts": Category.CONTENT,
        "reasons": Category.CONTENT,
    },
    plain=(
        "key post brand parent state refusal score submitted_at moved_at confirmed_at version "
        "policy_version"
    ),
    withheld={
        "html": INTERNAL,
        "digest": INTERNAL,
        "link_hosts": INTERNAL,
        "reasons": "They would reveal how our filters work.",
        "key": "Anyone who has it can change the comment.",
    },
    exceptions=[
        Exemption(
            answered,
            OnErasure.BLANK,
            "Others replied: an empty place by a former reader keeps their replies readable.",
            "as long as its post is published",
        )
    ],
    blanks={"state": State.WITHDRAWN, "refusal": "", "reasons": []},
    derived={"text": rendered},
    created="submitted_at",
)
declare(
    CommentAddress,
    purpose="To tell the author of a comment what became of it. It is never shown.",
    about=belonging_to(CommentAddress, "comment"),
    retention=Retention("comment addresses", "90 days after the comment", QUARTER, "since"),
    personal={"email": Personal(Category.CONTACT, Kind.EMAIL)},
    plain="comment since",
    created="since",
)
