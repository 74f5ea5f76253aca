"""Parse the queue's form: which verdicts on which versions of which items."""

import re
from dataclasses import dataclass

from django.http import QueryDict

from .models import Moderated, Verdict
from .queue import PER_PAGE
from .registry import kind_named
from .states import Refusal

KEY = re.compile(r"([a-z_]{1,40}\.[a-z_]{1,40}):(\d{1,18}):(\d{1,9})")
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
UNREADABLE = "The form could not be read. Nothing was changed."
NO_BUTTON = "Press the button of a verdict. Nothing was changed."
APPROVE, REFUSE, SPAM = "approve", "refuse", "spam"


class InvalidAction(Exception):
    """The form contains no valid action; the message is for the moderator."""


@dataclass(frozen=True)
class Action:
    """One verdict on one item."""

    model: type[Moderated]
    pk: int
    version: int
    decision: Verdict.Decision
    refusal: str

    @property
    def title(self) -> str:
        return f"{self.model._meta.verbose_name} {self.pk}".capitalize()


def read_actions(posted: QueryDict) -> list[Action]:
    """Return the actions of the pressed button: on its own item, or on all ticked items.

    Raises InvalidAction if nothing is ticked or a refusal has no reason.
    """
    if one := posted.get("one"):
        what, _, key = one.partition(" ")
        return [read_action(key, what, posted.get(f"refusal {key}", ""))]
    what = posted.get("all", "")
    if not what:
        raise InvalidAction(NO_BUTTON)
    keys = posted.getlist("item")[:PER_PAGE]
    if not keys:
        raise InvalidAction("Tick at least one item. Nothing was changed.")
    return [read_action(key, what, posted.get("refusal", "")) for key in keys]


def read_undo(posted: QueryDict) -> list[int]:
    """Return the ids of the verdicts to undo; a button names those of one bulk action."""
    sent = " ".join(posted.getlist("verdict")).split()
    keys = [key for key in sent[:PER_PAGE] if NUMBER.fullmatch(key)]
    if not keys:
        raise InvalidAction(UNREADABLE)
    return [int(key) for key in keys]


def read_action(key: str, what: str, refusal: str) -> Action:
    """Return one action; `key` is a versioned key, `what` is approve, refuse or spam."""
    found = KEY.fullmatch(key)
    model = kind_named(found[1]) if found else None
    if found is None or model is None or what not in {APPROVE, REFUSE, SPAM}:
        raise InvalidAction(UNREADABLE)
    if what == SPAM:
        refusal = Refusal.SPAM
    if what == REFUSE and refusal not in Refusal.values:
        raise InvalidAction("Choose a reason for the refusal; the author sees it.")
    return Action(
        model=model,
        pk=int(found[2]),
        version=int(found[3]),
        decision=Verdict.Decision.APPROVE if what == APPROVE else Verdict.Decision.REFUSE,
        refusal="" if what == APPROVE else refusal,
    )
