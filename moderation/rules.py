"""Why a submission waits for a person: one engine, and a rule set for each kind of submission.

Every rule is a pure function of a submission that gives points; a set holds what reaches its
threshold. No rule throws anything away. What a sender leaves out counts as if it had been filled
in wrongly, so leaving out never lowers the score.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.utils.crypto import salted_hmac

from . import words

HOLD_PUBLIC_TEXT_FROM = 1  # points: any rule that fires; a moderator decides
QUARANTINE_INQUIRY_FROM = 5  # points; see the rules of INQUIRIES for what they come to
QUICKEST_HUMAN = timedelta(seconds=3)
OLD_FORM = timedelta(hours=12)
TRUSTED_FROM = 2  # approved items of the same author
MOST_LINKS_AT_FIRST = 2
MOST_LINKS = 5
LIKELY = 0.8


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What every rule set looks at; the defaults raise no suspicion."""

    age: timedelta = timedelta(minutes=1)  # from opening the page to sending the form
    is_trapped: bool = False
    own_hosts: frozenset[str] = frozenset()
    repeats: int = 0


@dataclass(frozen=True, kw_only=True)
class PublicText(Submission):
    """A comment or another text that is to be published; the defaults are a new author's."""

    approved: int = 0
    links: int = 0
    new_hosts: frozenset[str] = frozenset()
    watched: frozenset[str] = frozenset()
    likelihood: float | None = None
    failed: frozenset[str] = frozenset()

    @property
    def is_trusted(self) -> bool:
        return self.approved >= TRUSTED_FROM


@dataclass(frozen=True, kw_only=True)
class Message(Submission):
    """A message to staff: answers by name, of which "message" and "email" mean something here."""

    answers: Mapping[str, Any]
    headers: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return str(self.answers["message"])

    @property
    def links(self) -> list[str]:
        return words.typed_links(self.text)

    @property
    def new_hosts(self) -> set[str]:
        """Hosts linked to that are neither ours nor the sender's own."""
        known = {*self.own_hosts, self.answers.get("email", "").rpartition("@")[2].lower()}
        linked = {words.bare(words.host_of(link)) for link in self.links}
        return linked - {words.bare(host) for host in known}

    @property
    def has_link_in_answer(self) -> bool:
        others = (value for name, value in self.answers.items() if name not in {"message", "email"})
        return any(words.typed_links(str(value)) for value in others)


Kind = TypeVar("Kind", bound=Submission)
Reason = dict[str, Any]


@dataclass(frozen=True)
class Rule(Generic[Kind]):
    """One reason to look: its code, what people read, and how many points it gives."""

    code: str
    told: str
    points: Callable[[Kind], int]
    detail: Callable[[Kind], str] = lambda submission: ""


@dataclass(frozen=True)
class Outcome:
    """The rules that gave points, each as {"code", "points", "detail"}, and what follows."""

    reasons: list[Reason]
    threshold: int

    @property
    def score(self) -> int:
        return sum(reason["points"] for reason in self.reasons)

    @property
    def is_held(self) -> bool:
        return self.score >= self.threshold


@dataclass(frozen=True)
class RuleSet(Generic[Kind]):
    """The rules for one kind of submission, and from how many points on it is held.

    Texts of at least `shortest_repeat` characters count as repeated within `repeats_over`: "Thank
    you!" may be said twice.
    """

    threshold: int
    shortest_repeat: int
    repeats_over: timedelta
    rules: tuple[Rule[Kind], ...]

    def judge(self, submission: Kind) -> Outcome:
        """Return the outcome of all rules on `submission`."""
        fired = [(rule, points) for rule in self.rules if (points := rule.points(submission))]
        reasons = [
            {"code": rule.code, "points": points, "detail": rule.detail(submission)}
            for rule, points in fired
        ]
        return Outcome(reasons, self.threshold)

    def explain(self, reasons: list[Reason]) -> list[Reason]:
        """Return stored `reasons` with the sentence of each as "told"; those of old rules go."""
        told = {rule.code: rule.told for rule in self.rules}
        return [
            {**reason, "told": told[reason["code"]]}
            for reason in reasons
            if reason.get("code") in told
        ]


def trap_name(scope: str) -> str:
    """Return the name of the trap field of the form `scope`: one that no autofill knows."""
    return "x" + salted_hmac("moderation.trap", scope, algorithm="sha256").hexdigest()[:7]


def points_for_many_links(text: PublicText) -> int:
    return 2 if text.links > (MOST_LINKS if text.is_trusted else MOST_LINKS_AT_FIRST) else 0


def points_for_likelihood(text: PublicText) -> int:
    likelihood = text.likelihood or 0.0
    return round(5 * likelihood) if likelihood >= LIKELY else 0


def points_for_headers(message: Message) -> int:
    """Two points if neither header that names the sender's site came, one for each other."""
    says_site = {"Origin", "Sec-Fetch-Site"} & message.headers
    return (0 if says_site else 2) + len({"User-Agent", "Accept"} - message.headers)


PUBLIC_TEXTS: RuleSet[PublicText] = RuleSet(HOLD_PUBLIC_TEXT_FROM, 12, timedelta(hours=24), (
    Rule("new_author", "A person reads the first two comments of everybody.",
         lambda s: 0 if s.is_trusted else 1),
    Rule("links", "It holds several links.",
         points_for_many_links, lambda s: str(s.links)),
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
         points_for_likelihood, lambda s: f"{(s.likelihood or 0) * 100:.0f} %"),
    Rule("checker_error", "One of our checks did not work, so a person checks instead.",
         lambda s: 1 if s.failed else 0, lambda s: ", ".join(sorted(s.failed))),
))  # fmt: skip

INQUIRIES: RuleSet[Message] = RuleSet(QUARANTINE_INQUIRY_FROM, 40, timedelta(days=7), (
    Rule("trap", "A field that people do not see was filled in or removed",
         lambda s: 5 if s.is_trapped else 0),
    Rule("too_fast", "Sent within 3 seconds of opening the page",
         lambda s: 3 if s.age < QUICKEST_HUMAN else 0),
    Rule("links", "Links in the message",
         lambda s: {0: 0, 1: 1, 2: 2}.get(len(s.links), 4), lambda s: str(len(s.links))),
    Rule("new_host", "Links to a host that is neither ours nor the sender's",
         lambda s: 2 if s.new_hosts else 0),
    Rule("link_markup", "Link markup in the message",
         lambda s: 4 if words.has_link_markup(s.text) else 0),
    Rule("link_in_answer", "A link where a name or an address belongs",
         lambda s: 5 if s.has_link_in_answer else 0),
    Rule("repeated", "The same text came before within 7 days",
         lambda s: {0: 0, 1: 3, 2: 3}.get(s.repeats, 5), lambda s: str(s.repeats)),
    Rule("headers", "Lacks headers that every browser sends", points_for_headers),
))  # fmt: skip
