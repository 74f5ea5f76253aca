"""400 advertisements and 400 posts of a forum, written by hand and generated; none is real.

A fixed seed makes every run use the same texts. Training and prediction use different ones.
"""

import random
from itertools import product

from .ham import ASIDES, CONTEXTS, HAM, OBSERVATIONS, REQUESTS
from .spam import CALLS, GREETINGS, HOSTS, OFFERS, SPAM

NUMBER = 400


def ham() -> list[str]:
    """Return posts of members; one in ten contains a link."""
    draw = random.Random("forum ham")
    made = [
        " ".join(part for part in parts if part)
        for parts in product(CONTEXTS, OBSERVATIONS, REQUESTS, ASIDES)
    ]
    texts = [*HAM, *draw.sample(made, NUMBER - len(HAM))]
    draw.shuffle(texts)
    return [
        f"{text} The numbers are at https://example.org/chat-{number}" if number % 10 == 0 else text
        for number, text in enumerate(texts)
    ]


def spam() -> list[str]:
    """Return advertisements; most contain a link."""
    draw = random.Random("forum spam")
    made = []
    for greeting, offer, call in product(GREETINGS, OFFERS, CALLS):
        host = f"{draw.choice(HOSTS)}{draw.randrange(70)}.example"
        link = draw.choice((f"https://{host}/", f"[click](https://{host}/go)", f"www.{host}", ""))
        made.append(" ".join(part for part in (greeting, f"{offer}.", call, link) if part))
    texts = [*SPAM, *draw.sample(made, NUMBER - len(SPAM))]
    draw.shuffle(texts)
    return texts
