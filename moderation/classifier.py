"""Naive Bayes spam filters, trained on this site's own verdicts; no third party sees a text.

What visitors publish and what they write to staff have a filter each: an offer that is normal in an
inquiry is advertising in a comment. The digests of words differ by filter.

It does not learn incrementally: every hour it trains from scratch on the texts in the database, so
a text that was erased, withdrawn or judged differently leaves no trace after an hour. Words are
stored as keyed digests, and only if they occur in at least two texts, so the table reveals nothing
about a single text.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import registry, words
from .models import Moderated, Token, Training, Verdict
from .states import Refusal, State

FEWEST = 20  # texts of each kind needed for a prediction
MOST_LEARNT = 2000  # newest texts of each kind
MOST_TELLING = 25  # most significant words per text
LONGEST_WORD = 30
BATCH = 1000
Counts = dict[int, tuple[int, int]]
Text = tuple[str, str]  # plain text and HTML
PUBLIC, INQUIRIES = Training.Kind.PUBLIC, Training.Kind.INQUIRIES


def tokens(text: str, html: str, kind: str = PUBLIC) -> frozenset[int]:
    """Return the digests of the words, word pairs and link hosts of a text."""
    salt = "moderation.token" if kind == PUBLIC else f"moderation.token.{kind}"
    key = salted_hmac(salt, "", algorithm="sha256").digest()
    found = {word for word in words.words(text) if 2 < len(word) <= LONGEST_WORD}
    run = words.words(text)
    found |= {f"{first} {second}" for first, second in pairwise(run)}
    found |= {f"host {host}" for host in words.hosts(html)}
    found.add(f"links {min(len(words.links(html)), 4)}")
    return frozenset(_digest(key, word) for word in found)


def likelihood(text: str, html: str, kind: str = PUBLIC) -> float | None:
    """Return the probability that a text is advertising, or None without enough training."""
    training = Training.objects.filter(kind=kind).order_by("-pk").first()
    if training is None or min(training.spam, training.ham) < FEWEST:
        return None
    rows = Token.objects.filter(digest__in=tokens(text, html, kind))
    counts = {digest: (spam, ham) for digest, spam, ham in rows.values_list()}
    return weigh(counts, training.spam, training.ham)


def weigh(counts: Counts, spam_texts: int, ham_texts: int) -> float:
    """Combine the most significant words into a probability; prior 50:50."""
    logs = [
        math.log((spam + 0.5) / (spam_texts + 1)) - math.log((ham + 0.5) / (ham_texts + 1))
        for spam, ham in counts.values()
    ]
    telling = sorted(logs, key=abs, reverse=True)[:MOST_TELLING]
    return 1 / (1 + math.exp(-max(min(sum(telling), 50.0), -50.0)))


def count(spam: Iterable[frozenset[int]], ham: Iterable[frozenset[int]]) -> Counts:
    """Count the texts of each kind that contain a token, without tokens of a single text."""
    in_spam = Counter(token for text in spam for token in text)
    in_ham = Counter(token for text in ham for token in text)
    return {
        token: (in_spam[token], in_ham[token])
        for token in in_spam.keys() | in_ham.keys()
        if in_spam[token] + in_ham[token] > 1
    }


def learn(now: datetime | None = None) -> dict[str, Training]:
    """Train every filter from scratch on the texts that people judged."""
    now = now or timezone.now()
    counts: Counts = {}
    trainings = {}
    for kind, read in sources.items():
        spam, ham = (
            [tokens(*text, kind=kind) for text in read(now, is_spam)] for is_spam in (True, False)
        )
        counts |= count(spam, ham)
        trainings[kind] = Training(kind=kind, learned_at=now, spam=len(spam), ham=len(ham))
    with transaction.atomic():
        Token.objects.all().delete()
        Token.objects.bulk_create(
            (Token(digest=digest, spam=s, ham=h) for digest, (s, h) in counts.items()),
            batch_size=BATCH,
        )
        Training.objects.all().delete()
        Training.objects.bulk_create(trainings.values())
    return trainings


def judged_texts(now: datetime, is_spam: bool) -> Iterator[Text]:
    """Yield what moderators refused as advertising, or published."""
    items = _judged(now, State.REFUSED if is_spam else State.PUBLISHED)
    return ((item.text, item.html) for item in items)


# filter -> the texts that it learns from now: those judged as spam, or those that were not
sources: dict[str, Callable[[datetime, bool], Iterable[Text]]] = {PUBLIC: judged_texts}


def _judged(now: datetime, state: str) -> Iterator[Moderated]:
    """Yield the newest items of each kind that a final verdict brought into `state`.

    Leaves out what the rules published, so that a mistake does not confirm itself, and refusals for
    reasons other than advertising.
    """
    for kind in registry.kinds:
        verdicts = Verdict.objects.final(now).filter(
            content_type=ContentType.objects.get_for_model(kind)
        )
        items = kind._base_manager.filter(state=state, pk__in=verdicts.values("object_id"))
        if state == State.REFUSED:
            items = items.filter(refusal=Refusal.SPAM)
        yield from items.only("text", "html").order_by("-pk")[:MOST_LEARNT]


def _digest(key: bytes, word: str) -> int:
    mac = hashlib.blake2b(word.encode(), key=key, digest_size=8).digest()
    return int.from_bytes(mac, "big", signed=True)
