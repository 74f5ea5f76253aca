"""States of moderated items and the transitions between them."""

from django.db import models


class State(models.TextChoices):
    HELD = "held", "Waiting for a moderator"
    PUBLISHED = "published", "Published"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn by its author"


class Refusal(models.TextChoices):
    """Why a moderator refused an item; its author sees the label."""

    SPAM = "spam", "It reads like advertising"
    OFF_TOPIC = "off_topic", "It is not about the subject of the page"
    RUDE = "rude", "It insults someone"
    PERSONAL = "personal", "It reveals private details about a person"
    UNLAWFUL = "unlawful", "It may break the law"


# An edit by the author or an undone verdict leads to HELD; WITHDRAWN is final.
MOVES: dict[str, frozenset[str]] = {
    State.HELD: frozenset({State.HELD, State.PUBLISHED, State.REFUSED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.HELD, State.PUBLISHED, State.REFUSED, State.WITHDRAWN}),
    State.REFUSED: frozenset({State.HELD, State.PUBLISHED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


class IllegalMove(Exception):
    """The state machine has no such transition; nothing was changed."""
