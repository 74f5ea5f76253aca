"""Rows of the forum that an erasure keeps or blanks, and rows whose time is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from moderation.states import State
from privacy.erasure.destruction import blank, overwrite_admin_log
from privacy.erasure.plan import holds_by_record
from privacy.registry import Rows, Subject
from search import index

from .models import Picture, Post, PostVersion, Topic
from .models.posts import outdated

# First posts of topics in which others wrote: deleting them would delete those posts.
ANSWERED = Q(opens__isnull=False) & Exists(
    Post._base_manager.filter(topic=OuterRef("topic")).exclude(author=OuterRef("author"))
)
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
    """First posts of topics in which others wrote."""
    return rows.filter(ANSWERED)


def topics_of_others(rows: Rows, subject: Subject) -> Rows:
    """Topics in which others wrote."""
    others = Post._base_manager.filter(topic=OuterRef("pk"))
    return rows.filter(Exists(others.exclude(author=OuterRef("opening__author"))))


def no_longer_shown(rows: Rows, now: datetime) -> Rows:
    """Posts removed by their author 30 days ago, or refused 90 days ago.

    A first post stays, blank, while the topic has posts of others; see `blank_first_posts`.
    """
    return rows.filter(outdated(now)).exclude(ANSWERED)


def to_blank(now: datetime | None = None) -> Rows:
    """Return the first posts that were removed or refused long ago and still have their words.

    Those of topics without posts of others are deleted with their topics, by their retention rule.
    """
    rows: Rows = Post._base_manager.filter(outdated(now or timezone.now()), opens__isnull=False)
    return rows.exclude(text="").exclude(pk__in=list(holds_by_record().get(Post, {})))


@transaction.atomic
def blank_first_posts(now: datetime | None = None) -> int:
    """Blank the first posts that are due, and the titles of their topics; return how many."""
    keys = list(to_blank(now).values_list("pk", flat=True))
    topics = list(Topic.objects.filter(opening__in=keys))
    blank(Post, keys)
    blank(Topic, [topic.pk for topic in topics])
    overwrite_admin_log({Post: keys, Topic: [topic.pk for topic in topics]})
    PostVersion.objects.filter(post__in=keys).delete()
    Picture.objects.filter(post__in=keys).update(post=None)  # deleted a day later, file and all
    for topic in Topic.objects.filter(opening__in=keys).select_related("opening"):
        index.put(topic)
    return len(keys)
