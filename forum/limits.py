"""Limits of how fast and how much members may post, by their level of trust."""

from datetime import datetime, timedelta
from math import ceil

from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from moderation import words

from .models import Board, Member, Post, Topic
from .trust import level_of

DAY = timedelta(days=1)
NO_REPEAT_WITHIN = timedelta(minutes=5)
OPENS_TOPIC = Q(topic__opening=F("pk"))


class NotAllowed(Exception):
    """The member cannot do this; the message says why, and nothing was changed."""


def lock(author: Member) -> Member:
    """Return the author as stored, with a row lock: their posts are checked one after another."""
    return Member.objects.select_for_update(of=("self",)).select_related("user").get(pk=author.pk)


def check(author: Member, *, place: Topic | Board, text: str) -> None:
    """Raise NotAllowed if `author` may not post this now; the message says when they may.

    `place` is the topic of a reply, or the board of a new topic, whose `text` starts with the
    title. Call it in the transaction that stores the post, after `lock`.
    """
    refuse_silenced(author)
    now = timezone.now()
    refuse_repeats(author, place, text, now)
    if not author.is_staff:
        refuse_haste(author, is_topic=isinstance(place, Board), now=now)


def refuse_silenced(author: Member) -> None:
    """Raise NotAllowed for a member who may only read."""
    if author.is_silenced:
        raise NotAllowed(
            format_html(
                "Your account is silenced: you can read, but not write. "
                '<a href="{}">Read why, and ask a moderator</a>.',
                reverse("forum:trust"),
            )
        )


def refuse_repeats(author: Member, place: Topic | Board, text: str, now: datetime) -> None:
    """Raise NotAllowed for a text that the author sent to the same place a moment ago."""
    where = {"topic__board": place} if isinstance(place, Board) else {"topic": place}
    earlier: Post | None = author.posts.filter(
        digest=words.digest(text), submitted_at__gt=now - NO_REPEAT_WITHIN, **where
    ).first()
    if earlier is not None:
        raise NotAllowed(
            format_html(
                'You sent the same text here a moment ago: <a href="{}">your earlier post</a>. '
                "Nothing was sent twice.",
                earlier.get_absolute_url(),
            )
        )


def refuse_haste(author: Member, *, is_topic: bool, now: datetime) -> None:
    """Raise NotAllowed if the author posts more, or faster, than their level allows."""
    level = level_of(author)
    sent = author.posts.filter(submitted_at__gt=now - DAY).aggregate(
        last=Max("submitted_at", filter=OPENS_TOPIC if is_topic else Q()),
        number=Count("pk", filter=OPENS_TOPIC if is_topic else ~OPENS_TOPIC),
    )
    what = "topic" if is_topic else "reply"
    pause = level.seconds_between_topics if is_topic else level.seconds_between_posts
    wait = sent["last"] + timedelta(seconds=pause) - now if sent["last"] else timedelta(0)
    if wait > timedelta(0):
        raise NotAllowed(f"Please wait {in_words(wait)} before your next {what}.")
    if is_topic and sent["number"] >= level.topics_a_day:
        raise NotAllowed(
            f"You opened {sent['number']} topics within a day, which is the limit. "
            "Please open the next one tomorrow."
        )
    most = level.topics_on_first_day if is_topic else level.posts_on_first_day
    first_day_left = author.joined_at + DAY - now
    if most is not None and sent["number"] >= most and first_day_left > timedelta(0):
        raise NotAllowed(
            f"On your first day you can write {most} {'topics' if is_topic else 'replies'}. "
            f"Please continue in {in_words(first_day_left)}."
        )


def in_words(wait: timedelta) -> str:
    """Return a wait rounded up in its largest unit: "25 seconds", "4 minutes", "3 hours"."""
    seconds = ceil(wait.total_seconds())
    for unit, size in (("hour", 3600), ("minute", 60)):
        if seconds > size:
            return f"{ceil(seconds / size)} {unit}s"
    return f"{seconds} second{'s' if seconds != 1 else ''}"
