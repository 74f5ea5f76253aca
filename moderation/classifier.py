"""A naive Bayes filter that learns from this site's own verdicts; no third party sees a text.

It does not add up what it sees: every hour it learns anew, from the texts that stand in the
database at that moment. A text that was erased, withdrawn or judged otherwise has left nothing in
it an hour later. A word stands in its table as a keyed digest, and only if it occurs in two texts
at least, so the table tells nothing about any one of them.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import registry, words
from .models import Moderated, Token, Training, Verdict
from .states import Refusal, State

FEWEST = 20  # texts of each kind; with fewer it says nothing
MOST_LEARNT = 2000  # texts of each kind, the newest
MOST_TELLING = 25  # words that decide about one text
LONGEST_WORD = 30
BATCH = 1000
Counts = dict[int, tuple[int, int]]


def tokens(text: str, html: str) -> frozenset[int]:
    """Return the digests of the words, pairs of words and link hosts of a text."""
    key = salted_hmac("moderation.token", "", algorithm="sha256").digest()
    found = {word for word in words.words(text) if 2 < len(word) <= LONGEST_WORD}
    run = words.words(text)
    found |= {f"{first} {second}" for first, second in pairwise(run)}
    found |= {f"host {host}" for host in words.hosts(html)}
    found.add(f"links {min(len(words.links(html)), 4)}")
    return frozenset(_digest(key, word) for word in found)


def likelihood(text: str, html: str) -> float | None:
    """Return how likely it is that a text is advertising, 0 to 1; None before it has learned."""
    training = Training.objects.order_by("-pk").first()
    if training is None or min(training.spam, training.ham) < FEWEST:
        return None
    rows = Token.objects.filter(digest__in=tokens(text, html))
    counts = {digest: (spam, ham) for digest, spam, ham in rows.values_list()}
    return weigh(counts, training.spam, training.ham)


def weigh(counts: Counts, spam_texts: int, ham_texts: int) -> float:
    """Return the likelihood by the words that tell most, each kind of text being equally likely."""
    logs = [
        math.log((spam + 0.5) / (spam_texts + 1)) - math.log((ham + 0.5) / (ham_texts + 1))
        for spam, ham in counts.values()
    ]
    telling = sorted(logs, key=abs, reverse=True)[:MOST_TELLING]
    return 1 / (1 + math.exp(-max(min(sum(telling), 50.0), -50.0)))


def count(spam: Iterable[frozenset[int]], ham: Iterable[frozenset[int]]) -> Counts:
    """Return by word in how many texts of each kind it stands; words of one text are left out."""
    in_spam = Counter(token for text in spam for token in text)
    in_ham = Counter(token for text in ham for token in text)
    return {
        token: (in_spam[token], in_ham[token])
        for token in in_spam.keys() | in_ham.keys()
        if in_spam[token] + in_ham[token] > 1
    }


def learn(now: datetime | None = None) -> Training:
    """Forget everything and learn from the texts that moderators judged; return what it learned."""
    now = now or timezone.now()
    spam = [tokens(item.text, item.html) for item in _judged(now, State.REFUSED)]
    ham = [tokens(item.text, item.html) for item in _judged(now, State.PUBLISHED)]
    counts = count(spam, ham)
    with transaction.atomic():
        Token.objects.all().delete()
        Token.objects.bulk_create(
            (Token(digest=digest, spam=s, ham=h) for digest, (s, h) in counts.items()),
            batch_size=BATCH,
        )
        Training.objects.all().delete()
        return Training.objects.create(learned_at=now, spam=len(spam), ham=len(ham))


def _judged(now: datetime, state: str) -> Iterator[Moderated]:
    """Yield the newest items of each kind that a moderator brought into `state` for good.

    What the rules published by themselves teaches nothing, or a mistake would confirm itself; what
    was refused for another reason than advertising neither.
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
