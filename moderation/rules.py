"""Why a text waits for a moderator: named rules, each a pure function of a Submission.

One rule that fires is enough to hold a text. The points only tell a moderator how suspicious it
is. No rule throws anything away: a text is published, held, or goes back to its writer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

TRUSTED_FROM = 2  # approved items of the same author
MOST_LINKS_AT_FIRST = 2
MOST_LINKS = 5
QUICKEST_HUMAN = timedelta(seconds=3)
OLD_FORM = timedelta(hours=12)
LIKELY = 0.8
ALL = 100


@dataclass(frozen=True)
class Submission:
    """What the rules look at; the defaults raise no suspicion but that of a new author."""

    approved: int = 0
    links: int = 0
    new_hosts: frozenset[str] = frozenset()
    watched: frozenset[str] = frozenset()
    repeats: int = 0
    age: timedelta = timedelta(minutes=1)
    is_trapped: bool = False
    likelihood: float | None = None
    failed: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_trusted(self) -> bool:
        return self.approved >= TRUSTED_FROM


@dataclass(frozen=True)
class Rule:
    """One reason to look: its code, what the author is told, and how many points it gives."""

    code: str
    told: str
    points: Callable[[Submission], int]
    detail: Callable[[Submission], str] = lambda submission: ""


def points_for_links(submission: Submission) -> int:
    most = MOST_LINKS if submission.is_trusted else MOST_LINKS_AT_FIRST
    return 2 if submission.links > most else 0


def points_for_likelihood(submission: Submission) -> int:
    likelihood = submission.likelihood or 0.0
    return round(5 * likelihood) if likelihood >= LIKELY else 0


RULES = (
    Rule("new_author", "A person reads the first two comments of everybody.",
         lambda s: 0 if s.is_trusted else 1),
    Rule("links", "It holds several links.",
         points_for_links, lambda s: str(s.links)),
    Rule("watched_word", "It uses a word that a person looks at.",
         lambda s: 4 if s.watched else 0, lambda s: ", ".join(sorted(s.watched))),
    Rule("repeated", "The same text came in a short time ago.",
         lambda s: 4 if s.repeats else 0, lambda s: str(s.repeats)),
    Rule("new_host", "It links to a website that nobody has linked to here.",
         lambda s: 2 if s.new_hosts else 0, lambda s: ", ".join(sorted(s.new_hosts)[:3])),
    Rule("too_fast", "It was sent within three seconds of opening the page.",
         lambda s: 3 if s.age < QUICKEST_HUMAN else 0),
    Rule("old_form", "The page was open for more than half a day before it was sent.",
         lambda s: 1 if s.age > OLD_FORM else 0),
    Rule("trap", "A field that people do not see was filled in.",
         lambda s: 4 if s.is_trapped else 0),
    Rule("classifier", "It resembles advertising that came in before.",
         points_for_likelihood, lambda s: f"{(s.likelihood or 0) * ALL:.0f} %"),
    Rule("checker_error", "One of our checks did not work, so a person checks instead.",
         lambda s: 1 if s.failed else 0, lambda s: ", ".join(sorted(s.failed))),
)  # fmt: skip
BY_CODE = {rule.code: rule for rule in RULES}


@dataclass(frozen=True)
class Outcome:
    """What the rules say: each that fired as {"code", "points", "detail"}, and their sum."""

    reasons: list[dict[str, Any]]

    @property
    def score(self) -> int:
        return sum(reason["points"] for reason in self.reasons)

    @property
    def holds(self) -> bool:
        return bool(self.reasons)


def judge(submission: Submission) -> Outcome:
    """Return the outcome of all rules on `submission`."""
    fired = [(rule, points) for rule in RULES if (points := rule.points(submission))]
    return Outcome(
        [
            {"code": rule.code, "points": points, "detail": rule.detail(submission)}
            for rule, points in fired
        ]
    )


def told(reasons: list[dict[str, Any]]) -> list[str]:
    """Return what the author is told of `reasons`; nothing of their details."""
    return [BY_CODE[each["code"]].told for each in reasons if each.get("code") in BY_CODE]
