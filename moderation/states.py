"""In which states a moderated item can be, and from which it gets into which."""

from django.db import models


class State(models.TextChoices):
    """Where an item stands; each name says what its reader, its author and staff may expect."""

    HELD = "held", "Waits for a moderator"
    PUBLISHED = "published", "Published"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn by its author"


class Refusal(models.TextChoices):
    """Why a moderator refused an item; the label is told to its author."""

    SPAM = "spam", "It reads like advertising"
    OFF_TOPIC = "off_topic", "It is not about the subject of the page"
    RUDE = "rude", "It insults somebody"
    PERSONAL = "personal", "It tells private details of a person"
    UNLAWFUL = "unlawful", "It may break the law"


# An edit by the author, or a verdict taken back, leads to HELD; WITHDRAWN is the end.
MOVES: dict[str, frozenset[str]] = {
    State.HELD: frozenset({State.HELD, State.PUBLISHED, State.REFUSED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.HELD, State.PUBLISHED, State.REFUSED, State.WITHDRAWN}),
    State.REFUSED: frozenset({State.HELD, State.PUBLISHED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


class IllegalMove(Exception):
    """The item does not stand where this step could begin; nothing was changed."""


def may_move(before: str, after: str) -> bool:
    """Tell whether an item may go from state `before` to `after`."""
    return after in MOVES[before]
