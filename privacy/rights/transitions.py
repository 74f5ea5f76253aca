"""States of a privacy request: one table, enforced by the code and the database."""

from collections.abc import Mapping

from django.db.models import TextChoices


class State(TextChoices):
    """The state of a request."""

    RECEIVED = "received", "Waits for confirmation"
    CONFIRMED = "confirmed", "Confirmed"
    IN_PROGRESS = "in_progress", "In progress"
    NEEDS_INFORMATION = "needs_information", "Waits for an answer of the person"
    FULFILLED = "fulfilled", "Fulfilled"
    PARTLY = "partly_fulfilled", "Partly fulfilled"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed: never confirmed"


DONE = frozenset({State.FULFILLED, State.PARTLY})
ENDS = frozenset({*DONE, State.REFUSED, State.WITHDRAWN})
CLOSED = frozenset({*ENDS, State.LAPSED})
OPEN = frozenset({State.CONFIRMED, State.IN_PROGRESS, State.NEEDS_INFORMATION})
UNCONFIRMED = frozenset({State.RECEIVED, State.LAPSED})
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.CONFIRMED, State.LAPSED}),
    State.CONFIRMED: frozenset({State.IN_PROGRESS, State.WITHDRAWN}),
    State.IN_PROGRESS: frozenset({State.NEEDS_INFORMATION, *ENDS}),
    State.NEEDS_INFORMATION: frozenset({State.IN_PROGRESS, State.REFUSED, State.WITHDRAWN}),
}
# Steps that are allowed after closing: step -> kinds of request, and states.
FOLLOW_UPS: Mapping[str, tuple[frozenset[str], frozenset[State]]] = {
    "released": (frozenset({"access"}), DONE),
    "lifting": (frozenset({"restriction"}), DONE),
    "lifted": (frozenset({"restriction"}), DONE),
}


def may_move(old: str, new: str) -> bool:
    return new in TRANSITIONS.get(State(old), frozenset())


def may_follow(kind: str, state: str, step: str) -> bool:
    """Return whether `step` is allowed for a request of `kind` that was closed in `state`."""
    kinds, states = FOLLOW_UPS.get(step, (frozenset(), frozenset()))
    return kind in kinds and state in states
