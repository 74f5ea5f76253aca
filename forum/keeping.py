"""Which rows of the forum an erasure keeps or blanks, and which have had their time."""

from datetime import datetime

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from moderation import words
from moderation.states import State
from privacy.registry import Rows, Subject

from . import text
from .models import Post
from .models.posts import outdated

# A blank post does not wait for a moderator.
NO_LONGER_HELD = Case(
    When(state=State.HELD, then=Value(State.WITHDRAWN.value)),
    default=F("state"),
    output_field=CharField(),
)


def authors(rows: Rows, subject: Subject) -> Rows:
    """Members whose published posts stay readable."""
    posts = Post._base_manager.filter(author=OuterRef("pk"))
    return rows.filter(Exists(posts))


def without_account(rows: Rows, now: datetime) -> Rows:
    """Former members whose last post is gone."""
    return rows.filter(user=None).exclude(Exists(Post._base_manager.filter(author=OuterRef("pk"))))


def written(rows: Rows, subject: Subject) -> Rows:
    """Published posts: they stay readable under the name of a former member."""
    return rows.filter(state=State.PUBLISHED)


def answered(rows: Rows, subject: Subject) -> Rows:
    """First posts of topics in which others wrote: deleting them would delete those posts."""
    others = Post._base_manager.filter(topic=OuterRef("topic")).exclude(author=OuterRef("author"))
    return rows.filter(opens__isnull=False).filter(Exists(others))


def topics_of_others(rows: Rows, subject: Subject) -> Rows:
    """Topics in which others wrote."""
    others = Post._base_manager.filter(topic=OuterRef("pk"))
    return rows.filter(Exists(others.exclude(author=OuterRef("opening__author"))))


def no_longer_shown(rows: Rows, now: datetime) -> Rows:
    """Posts removed by their author 30 days ago, or refused 90 days ago.

    A first post stays, blank, while the topic has posts of others; see services.forgetting.
    """
    opens = Q(opens__isnull=False) & Exists(
        Post._base_manager.filter(topic=OuterRef("topic")).exclude(author=OuterRef("author"))
    )
    return rows.filter(outdated(now)).exclude(opens)


def rendered(stored: str) -> dict[str, str]:
    """Return the columns derived from a post's text."""
    html = text.render(stored)
    hosts = words.as_column(words.hosts(html))
    return {"html": html, "digest": words.digest(stored), "link_hosts": hosts}
