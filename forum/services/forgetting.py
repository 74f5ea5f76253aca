"""Forget first posts whose topics stay because others wrote in them (P31)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.models import Picture, Post, PostVersion, Topic
from forum.models.posts import outdated
from privacy.erasure.destruction import blank, overwrite_admin_log
from privacy.erasure.plan import holds_by_record
from privacy.registry import Rows
from search import index


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
