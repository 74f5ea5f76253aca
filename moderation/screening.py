"""Gather the facts that the rules for public texts look at, and judge one text."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from contactatonce.lib.timed_cache import TimedCache

from . import classifier, registry, rules, words
from .models import Moderated, WatchedWord
from .states import State

watched_words: TimedCache[list[str]] = TimedCache(
    lambda: list(WatchedWord.objects.values_list("word", flat=True))
)
logger = logging.getLogger(__name__)
Value = TypeVar("Value")


def screen(item: Moderated, *, written: QuerySet[Any], arrival: rules.Submission) -> rules.Outcome:
    """Fill in what is read out of the item's text and HTML, and return what the rules say.

    `written` are the rows of the same author, `arrival` is how the form was sent. A check that
    does not work holds the text.
    """
    item.digest = words.digest(item.text)
    hosts = words.hosts(item.html)
    item.link_hosts = words.as_column(hosts)
    failed: set[str] = set()

    def probe(name: str, ask: Callable[[], Value], otherwise: Value) -> Value:
        try:
            with transaction.atomic():
                return ask()
        except Exception:  # a failed check must not lose the text: a person looks instead
            logger.exception("The check %s of a text failed; it is held", name)
            failed.add(name)
            return otherwise

    outside = hosts - {words.bare(host) for host in arrival.own_hosts}
    approved = written.filter(state=State.PUBLISHED)  # an item that is edited counts as it was
    submission = rules.PublicText(
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
    return rules.PUBLIC_TEXTS.judge(submission)


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
    """Return how many other items of the last 24 hours say the same, of whatever kind they are."""
    if len(words.fold(item.text)) < rules.PUBLIC_TEXTS.shortest_repeat:
        return 0
    since = (now or timezone.now()) - rules.PUBLIC_TEXTS.repeats_over
    return sum(
        kind._base_manager.filter(digest=item.digest, submitted_at__gte=since)
        .exclude(pk=item.pk if isinstance(item, kind) else None)
        .count()
        for kind in registry.kinds
    )
