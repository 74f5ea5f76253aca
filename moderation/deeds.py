"""What a moderator pressed: which verdict on which items, in which version he saw them."""

import re
from dataclasses import dataclass

from django.http import QueryDict

from .models import Moderated, Verdict
from .queue import PER_PAGE
from .registry import kind_named
from .states import Refusal

KEY = re.compile(r"([a-z_]+\.[a-z_]+):(\d{1,18}):(\d{1,9})")
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
UNREADABLE = "This could not be read, so nothing was done."
APPROVE, REFUSE, SPAM = "approve", "refuse", "spam"


class BadDeed(Exception):
    """The form says nothing that could be done; the message tells the moderator what is missing."""


@dataclass(frozen=True)
class Deed:
    """One verdict on one item."""

    model: type[Moderated]
    pk: int
    version: int
    decision: Verdict.Decision
    refusal: str

    @property
    def title(self) -> str:
        return f"{self.model._meta.verbose_name} {self.pk}".capitalize()


def read_deeds(posted: QueryDict) -> list[Deed]:
    """Return the deeds that a sent queue asks for: of one item's button, or of all that are ticked.

    Raises BadDeed where nothing is chosen, or a reason for the refusal is missing.
    """
    if one := posted.get("one"):
        what, _, key = one.partition(" ")
        return [read_deed(key, what, posted.get(f"refusal {key}", ""))]
    what = posted.get("all", "")
    keys = posted.getlist("item")[:PER_PAGE]
    if not keys:
        raise BadDeed("Nothing was ticked, so nothing was done.")
    return [read_deed(key, what, posted.get("refusal", "")) for key in keys]


def read_undone(posted: QueryDict) -> list[int]:
    """Return the keys of the verdicts that a sent form takes back."""
    keys = [key for key in posted.getlist("verdict")[:PER_PAGE] if NUMBER.fullmatch(key)]
    if not keys:
        raise BadDeed(UNREADABLE)
    return [int(key) for key in keys]


def read_deed(key: str, what: str, refusal: str) -> Deed:
    """Return one deed; `key` is Moderated.seen, `what` is approve, refuse or spam."""
    found = KEY.fullmatch(key)
    model = kind_named(found[1]) if found else None
    if found is None or model is None or what not in {APPROVE, REFUSE, SPAM}:
        raise BadDeed(UNREADABLE)
    if what == SPAM:
        refusal = Refusal.SPAM
    if what == REFUSE and refusal not in Refusal.values:
        raise BadDeed("Choose why it is refused: its author is told.")
    return Deed(
        model=model,
        pk=int(found[2]),
        version=int(found[3]),
        decision=Verdict.Decision.APPROVE if what == APPROVE else Verdict.Decision.REFUSE,
        refusal="" if what == APPROVE else refusal,
    )
