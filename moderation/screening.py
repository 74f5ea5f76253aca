"""Collect the facts about a public text and apply the rules to it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from contactatonce.accounts.own_names import own_names
from contactatonce.brands.directory import directory
from contactatonce.lib.timed_cache import TimedCache

from . import classifier, registry, rules, words
from .models import Moderated, WatchedWord
from .states import State

watched_words: TimedCache[list[str]] = TimedCache(
    lambda: list(WatchedWord.objects.values_list("word", flat=True))
)


logger = logging.getLogger(__name__)
Value = TypeVar("Value")


@dataclass(frozen=True)
class Record:
    """What the published items with one e-mail address say about their author.

    `names` are those of items whose address was confirmed: anyone can type the others.
    """

    approved: int = 0
    is_confirmed: bool = False
    names: frozenset[str] = frozenset()
    most_links: int | None = None  # without review; None: as the rules say
    may_link_anywhere: bool = False  # a website that is new here needs no review
    spread_hosts: frozenset[str] = frozenset()  # linked by several new authors
    is_reported: bool = False  # by enough readers


class Checks:
    """Runs checks of a text. One that fails must not lose the text: a moderator decides."""

    def __init__(self) -> None:
        self.failed: set[str] = set()

    def run(self, name: str, check: Callable[[], Value], default: Value) -> Value:
        """Return what `check` returns, or `default` if it fails."""
        try:
            with transaction.atomic():
                return check()
        except Exception:
            logger.exception("The check %s failed; the text is held", name)
            self.failed.add(name)
            return default


def screen(
    item: Moderated, *, record: Callable[[], Record], sent: rules.Submission
) -> rules.Outcome:
    """Set the columns derived from the item's text and HTML, and return the outcome of the rules.

    `record` reads the record of the author, `sent` describes the form submission. If a check
    fails, the text is held.
    """
    item.digest = words.digest(item.screened_text)
    item.link_hosts = words.as_column(words.hosts(item.html))
    return rules.PUBLIC_TEXTS.judge(facts(item, record, sent))


def facts(
    item: Moderated, record: Callable[[], Record], sent: rules.Submission
) -> rules.PublicText:
    """Collect what the rules ask about a text, its author and its form submission."""
    text, run = item.screened_text, (checks := Checks()).run
    outside = words.hosts(item.html) - {words.bare(host) for host in sent.own_hosts}
    known = run("record", record, Record())
    if known.may_link_anywhere:
        outside = frozenset()
    return rules.PublicText(
        approved=known.approved,
        is_confirmed=known.is_confirmed,
        earlier_names=known.names,
        most_links=known.most_links,
        spread_hosts=known.spread_hosts,
        is_reported=known.is_reported,
        name=item.screened_name,
        own_names=sent.own_names,
        links=len(words.links_away(item.html)),
        added_links=sent.added_links,
        pictures=sent.pictures,
        was_refused=item.is_refused,
        age=sent.age,
        is_trapped=sent.is_trapped,
        new_hosts=run("hosts", lambda: unknown_hosts(outside), frozenset()),
        watched=run("words", lambda: words.matches(text, watched_words.get()), frozenset()),
        repeats=run("repeats", lambda: repeats(item), 0),
        likelihood=run("classifier", lambda: classifier.likelihood(text, item.html), None),
        failed=frozenset(checks.failed),  # last: the checks above may add to it
    )


def own() -> rules.Submission:
    """Return a submission that knows the hosts and names that belong to us."""
    return rules.Submission(own_hosts=directory.get().own_hosts, own_names=own_names.get())


def record_of(item: Moderated, by_author: QuerySet[Any]) -> Record:
    """Read the record of an author from their rows; an edited item counts with its former name."""
    published = by_author.filter(state=State.PUBLISHED)
    rows = list(published.values_list(item.name_field, "confirmed_at"))
    names = frozenset(words.normalize(name) for name, confirmed_at in rows if name and confirmed_at)
    return Record(approved=len(rows), is_confirmed=bool(names), names=names)


def unknown_hosts(hosts: Iterable[str]) -> frozenset[str]:
    """Return the hosts that no published item links to."""
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
    """Count other items of any kind with the same text in the last 24 hours."""
    if len(words.normalize(item.screened_text)) < rules.PUBLIC_TEXTS.shortest_repeat:
        return 0
    since = (now or timezone.now()) - rules.PUBLIC_TEXTS.repeats_over
    return sum(
        kind._base_manager.filter(digest=item.digest, submitted_at__gte=since)
        .exclude(pk=item.pk if isinstance(item, kind) else None)
        .count()
        for kind in registry.kinds
    )
