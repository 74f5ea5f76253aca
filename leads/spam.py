"""How suspicious an inquiry is: named rules whose points add up. Nothing is ever thrown away.

Every rule is a pure function of a Submission. What a sender leaves out counts as if it had been
filled in wrongly, so leaving out never lowers the score.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

THRESHOLD = 5  # from here on an inquiry is quarantined
QUICKEST_HUMAN = timedelta(seconds=3)
SHORTEST_REPEAT = 40  # "Please call me back" is not suspicious for being said twice
REPEATS_OVER = timedelta(days=7)
LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'\])]+", re.IGNORECASE)
LINK_MARKUP = re.compile(r"<a\s|\[url\b|\[link\b|\]\(https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Submission:
    """What the rules look at. `trap` is None where the field was left out of the request."""

    message: str
    short_answers: tuple[str, ...] = ()
    email: str = ""
    trap: str | None = ""
    age: timedelta = timedelta(minutes=1)
    headers: Collection[str] = field(default_factory=frozenset)
    own_hosts: Collection[str] = field(default_factory=frozenset)
    repeats: int = 0

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.message)

    @property
    def unknown_hosts(self) -> set[str]:
        """Hosts linked to that are neither ours nor the sender's own."""
        known = {*self.own_hosts, self.email.rpartition("@")[2].lower()}
        return {host for host in map(host_of, self.links) if bare(host) not in map(bare, known)}


def host_of(link: str) -> str:
    """Return the host that a link names, or "" for one that nobody could follow."""
    try:
        return urlsplit(link if "://" in link else f"//{link}").hostname or ""
    except ValueError:
        return ""


def bare(host: str) -> str:
    return host.removeprefix("www.")


def points_for_links(submission: Submission) -> int:
    return {0: 0, 1: 1, 2: 2}.get(len(submission.links), 4)


def points_for_repeats(submission: Submission) -> int:
    return {0: 0, 1: 3, 2: 3}.get(submission.repeats, 5)


def points_for_headers(submission: Submission) -> int:
    """Two points if neither header that names the sender's site came, one for each other."""
    says_site = {"Origin", "Sec-Fetch-Site"} & set(submission.headers)
    missing = {"User-Agent", "Accept"} - set(submission.headers)
    return (0 if says_site else 2) + len(missing)


@dataclass(frozen=True)
class Rule:
    """One reason for suspicion: its name, what staff read, and how many points it gives."""

    name: str
    reason: str
    points: Callable[[Submission], int]


RULES = (
    Rule("trap", "A field that people do not see was filled in or removed",
         lambda s: 5 if s.trap is None or s.trap else 0),
    Rule("too_fast", "Sent within 3 seconds of opening the page",
         lambda s: 3 if s.age < QUICKEST_HUMAN else 0),
    Rule("links", "Links in the message", points_for_links),
    Rule("unknown_host", "Links to a host that is neither ours nor the sender's",
         lambda s: 2 if s.unknown_hosts else 0),
    Rule("link_markup", "Link markup in the message",
         lambda s: 4 if LINK_MARKUP.search(s.message) else 0),
    Rule("link_in_answer", "A link where a name or an address belongs",
         lambda s: 5 if any(LINK.search(answer) for answer in s.short_answers) else 0),
    Rule("repeated", "The same text came before within 7 days", points_for_repeats),
    Rule("headers", "Lacks headers that every browser sends", points_for_headers),
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """The sum, and each rule that gave points: {"rule", "points", "reason"}."""

    score: int
    reasons: list[dict[str, str | int]]

    @property
    def is_suspicious(self) -> bool:
        return self.score >= THRESHOLD


def judge(submission: Submission) -> Verdict:
    """Return the verdict of all rules on `submission`."""
    reasons: list[dict[str, str | int]] = []
    score = 0
    for rule in RULES:
        points = rule.points(submission)
        score += points
        if points:
            reasons.append({"rule": rule.name, "points": points, "reason": rule.reason})
    return Verdict(score, reasons)


def digest(message: str) -> str:
    """Return a keyed digest of a message (hex), equal for texts that differ in case or spaces."""
    folded = " ".join(unicodedata.normalize("NFKC", message).casefold().split())
    return salted_hmac("leads.message", folded, algorithm="sha256").hexdigest()


def trap_name(scope: str) -> str:
    """Return the name of the trap field of the form `scope`: one that no autofill knows."""
    return "x" + salted_hmac("leads.trap", scope, algorithm="sha256").hexdigest()[:7]
