"""Gathering what the rules ask for, and what they say of one text."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from contactatonce.lib.timed_cache import TimedCache

from . import classifier, registry, rules, words
from .models import Moderated, WatchedWord
from .states import State

REPEATS_OVER = timedelta(hours=24)
SHORTEST_REPEAT = 12  # characters; "Thank you!" may be said twice
watched_words: TimedCache[list[str]] = TimedCache(
    lambda: list(WatchedWord.objects.values_list("word", flat=True))
)
logger = logging.getLogger(__name__)
Value = TypeVar("Value")


@dataclass(frozen=True)
class Arrival:
    """How a text came in: how long its page was open, and whether the hidden field was filled."""

    age: timedelta = timedelta(minutes=1)
    is_trapped: bool = False
    own_hosts: frozenset[str] = frozenset()


def screen(item: Moderated, *, written: QuerySet[Any], arrival: Arrival) -> rules.Outcome:
    """Fill in what is read out of the item's text and HTML, and return what the rules say.

    `written` are the rows of the same author. A check that does not work holds the text.
    """
    item.digest = words.digest(item.text)
    hosts = words.hosts(item.html)
    item.link_hosts = words.as_column(hosts)
    failed: set[str] = set()

    def probe(name: str, ask: Callable[[], Value], otherwise: Value) -> Value:
        try:
            with transaction.atomic():
                return ask()
        except Exception:  # whatever a check raises, a person looks instead
            logger.exception("The check %s of a text failed; it is held", name)
            failed.add(name)
            return otherwise

    outside = hosts - {host.removeprefix("www.") for host in arrival.own_hosts}
    approved = written.filter(state=State.PUBLISHED)  # an item that is edited counts as it was
    submission = rules.Submission(
        approved=probe("record", lambda: approved[: rules.TRUSTED_FROM].count(), 0),
        links=len(words.links(item.html)),
        new_hosts=probe("hosts", lambda: unknown(outside), frozenset()),
        watched=probe("words", lambda: words.matches(item.text, watched_words.get()), frozenset()),
        repeats=probe("repeats", lambda: repeats(item), 0),
        age=arrival.age,
        is_trapped=arrival.is_trapped,
        likelihood=probe("classifier", lambda: classifier.likelihood(item.text, item.html), None),
        failed=frozenset(failed),
    )
    return rules.judge(submission)


def unknown(hosts: Iterable[str]) -> frozenset[str]:
    """Return those of `hosts` that nothing published links to."""
    return frozenset(
        host
        for host in hosts
        if not any(
            kind._base_manager.filter(
                state=State.PUBLISHED, link_hosts__contains=f" {host} "
            ).exists()
            for kind in registry.kinds
        )
    )


def repeats(item: Moderated, now: datetime | None = None) -> int:
    """Return how many other items of the last 24 hours say the same, wherever they stand."""
    if len(words.fold(item.text)) < SHORTEST_REPEAT:
        return 0
    since = (now or timezone.now()) - REPEATS_OVER
    return sum(
        kind._base_manager.filter(digest=item.digest, submitted_at__gte=since)
        .exclude(pk=item.pk if isinstance(item, kind) else None)
        .count()
        for kind in registry.kinds
    )
