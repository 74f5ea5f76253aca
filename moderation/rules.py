"""Rule engine and rule sets that decide whether a submission is held for review.

Each rule is a pure function from a submission to points; a submission is held if the sum reaches
the threshold of its rule set. Nothing is discarded. A missing field counts like an invalid one, so
that leaving a field out never lowers the score.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.utils.crypto import salted_hmac

from contactatonce.lib.email_addresses import domain_of
from contactatonce.lib.names import same_names_in

from . import words

HOLD_PUBLIC_TEXT_FROM = 1  # points: any rule that fires
QUARANTINE_INQUIRY_FROM = 5  # points; see INQUIRIES
QUICKEST_HUMAN = timedelta(seconds=3)
OLD_FORM = timedelta(hours=12)
TRUSTED_FROM = 2  # approved items of the author, who confirmed the e-mail address
DISCREET = "A person reads the first texts of each author, and some of the later ones."
MOST_LINKS_AT_FIRST = 2
MOST_LINKS = 5
LIKELY = 0.8
MOST_OWN_LINKS = 5  # in a message; of more, all count
MOST_HOME_PAGES = 5
SHORTEST_NAME = 5  # letters that the names of a company and of its website have in common
# Reasons about the author: each change is asked again whether they still apply.
ABOUT_AUTHOR = frozenset({"new_author", "unconfirmed"})


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Facts that all rule sets use; the defaults are not suspicious."""

    age: timedelta = timedelta(minutes=1)  # from opening the page to sending the form
    is_trapped: bool = False
    own_hosts: frozenset[str] = frozenset()
    own_names: frozenset[str] = frozenset()  # of our sites and of people who write or work here
    repeats: int = 0
    added_links: int = 0  # by a change of a published text
    pictures: int = 0  # by an author whose pictures are reviewed


@dataclass(frozen=True, kw_only=True)
class PublicText(Submission):
    """A text to be published; the defaults are those of a new author."""

    approved: int = 0
    is_confirmed: bool = False  # the author followed a link that was mailed to the address
    earlier_names: frozenset[str] = frozenset()  # under published texts, confirmed; normalized
    name: str = ""
    links: int = 0
    most_links: int | None = None  # for this author; None: by their approved items
    new_hosts: frozenset[str] = frozenset()
    spread_hosts: frozenset[str] = frozenset()
    is_reported: bool = False
    was_refused: bool = False  # before this change
    watched: frozenset[str] = frozenset()
    likelihood: float | None = None
    failed: frozenset[str] = frozenset()

    @property
    def is_trusted(self) -> bool:
        return self.approved >= TRUSTED_FROM and self.is_confirmed

    @property
    def same_names(self) -> frozenset[str]:
        """The names of ours that a reader finds in the author's name."""
        return same_names_in(self.name, self.own_names)

    @property
    def has_new_name(self) -> bool:
        return bool(self.earlier_names) and words.normalize(self.name) not in self.earlier_names


@dataclass(frozen=True, kw_only=True)
class Message(Submission):
    """A message to staff; `answers` contains at least "message"."""

    answers: Mapping[str, Any]
    headers: frozenset[str] = frozenset()
    likelihood: float | None = None

    @property
    def text(self) -> str:
        return str(self.answers["message"])

    @property
    def website(self) -> str:
        """The company's website: the one link, to no page of it, beside or as its name."""
        found = words.typed_links(str(self.answers.get("company_name", "")))
        return found[0] if len(found) == 1 and words.is_home_page(found[0]) else ""

    @property
    def links(self) -> list[str]:
        """The links in the message, without those to our sites and to the sender's own."""
        found = words.typed_links(self.text)
        strange = [link for link in found if not self.is_own(words.host_of(link))]
        return strange if len(found) <= MOST_OWN_LINKS else found

    @property
    def home_pages(self) -> list[str]:
        """The links that name a website and no page of it, as people write of their stores."""
        return [link for link in self.links if words.is_home_page(link)]

    def is_own(self, host: str) -> bool:
        """Return whether `host` is ours, or the sender's by e-mail address, website or name."""
        host = words.bare(host)
        theirs = {domain_of(self.answers.get("email", "")), words.host_of(self.website)} - {""}
        if host in {words.bare(own) for own in self.own_hosts}:
            return True
        if any(f".{host}".endswith(f".{words.bare(own)}") for own in theirs):
            return True
        names = {self.answers.get("company_name", ""), *map(words.bare, theirs)}
        return any(words.begin_alike(host, name, SHORTEST_NAME) for name in names)

    @property
    def has_link_in_answer(self) -> bool:
        own = {"message", "email"} | ({"company_name"} if self.website else set())
        others = (value for name, value in self.answers.items() if name not in own)
        return any(words.typed_links(str(value)) for value in others)


Kind = TypeVar("Kind", bound=Submission)
Reason = dict[str, Any]


@dataclass(frozen=True)
class Rule(Generic[Kind]):
    """One reason to hold a submission; the author reads `message`, moderators also `detail`.

    The author of a discreet one reads only that a person checks: the e-mail address may be another
    person's, and the reason would tell what we know about it.
    """

    code: str
    message: str
    points: Callable[[Kind], int]
    detail: Callable[[Kind], str] = lambda submission: ""
    is_discreet: bool = False


@dataclass(frozen=True)
class Outcome:
    """The rules that fired, each as {"code", "points", "detail"}."""

    reasons: list[Reason]
    threshold: int

    @property
    def score(self) -> int:
        return sum(reason["points"] for reason in self.reasons)

    @property
    def is_held(self) -> bool:
        return self.score >= self.threshold

    def with_earlier(self, reasons: list[Reason]) -> "Outcome":
        """Return the outcome with the reasons that held an earlier text; only a verdict ends them.

        Those about the author count only as long as they apply.
        """
        codes = {reason["code"] for reason in self.reasons} | ABOUT_AUTHOR
        kept = [reason for reason in reasons if reason["code"] not in codes]
        return Outcome([*self.reasons, *kept], self.threshold)


@dataclass(frozen=True)
class RuleSet(Generic[Kind]):
    """The rules and threshold for one kind of submission.

    Only texts of at least `shortest_repeat` characters count as repeated, and only within
    `repeats_over`: anyone may say "Thank you!" twice.
    """

    threshold: int
    shortest_repeat: int
    repeats_over: timedelta
    rules: tuple[Rule[Kind], ...]

    def judge(self, submission: Kind) -> Outcome:
        fired = [(rule, points) for rule in self.rules if (points := rule.points(submission))]
        reasons = [
            {"code": rule.code, "points": points, "detail": rule.detail(submission)}
            for rule, points in fired
        ]
        return Outcome(reasons, self.threshold)

    def explain(self, reasons: list[Reason]) -> list[Reason]:
        """Add each rule's "message" to stored `reasons`; leave out rules that no longer exist."""
        messages = {rule.code: rule.message for rule in self.rules}
        return [
            {**reason, "message": messages[reason["code"]]}
            for reason in reasons
            if reason.get("code") in messages
        ]

    def tell_author(self, reasons: list[Reason]) -> list[str]:
        """Return what the author reads about stored `reasons`, each sentence once."""
        shown = {rule.code: DISCREET if rule.is_discreet else rule.message for rule in self.rules}
        return list(dict.fromkeys(shown[reason["code"]] for reason in self.explain(reasons)))


def trap_name(scope: str) -> str:
    """Return a honeypot field name for a form that no browser autofills."""
    return "x" + salted_hmac("moderation.trap", scope, algorithm="sha256").hexdigest()[:7]


def points_for_many_links(text: PublicText) -> int:
    usual = MOST_LINKS if text.is_trusted else MOST_LINKS_AT_FIRST
    return 2 if text.links > (usual if text.most_links is None else text.most_links) else 0


def points_for_likelihood(text: PublicText) -> int:
    likelihood = text.likelihood or 0.0
    return round(5 * likelihood) if likelihood >= LIKELY else 0


def points_for_links(message: Message) -> int:
    """Count a few home pages, such as those of the sender's stores, less than links to pages."""
    number = len(message.links)
    most = 2 if number == len(message.home_pages) <= MOST_HOME_PAGES else 4
    return min(number, 2) if number < 3 else most


def points_for_headers(message: Message) -> int:
    """Count two points if both Origin and Sec-Fetch-Site are missing, one per other header."""
    says_site = {"Origin", "Sec-Fetch-Site"} & message.headers
    return (0 if says_site else 2) + len({"User-Agent", "Accept"} - message.headers)


PUBLIC_TEXTS: RuleSet[PublicText] = RuleSet(HOLD_PUBLIC_TEXT_FROM, 12, timedelta(hours=24), (
    Rule("new_author", "A person reads the first two texts of each author.",
         lambda s: 0 if s.approved >= TRUSTED_FROM else 1, is_discreet=True),
    Rule("unconfirmed", "The e-mail address is not confirmed by a mailed link.",
         lambda s: 1 if s.approved >= TRUSTED_FROM and not s.is_confirmed else 0, is_discreet=True),
    Rule("new_name", "Confirmed comments from this e-mail address have another name.",
         lambda s: 3 if s.has_new_name else 0, is_discreet=True),
    Rule("our_name", "The name reads like one of our sites, or of someone who writes here.",
         lambda s: 3 if s.same_names else 0, lambda s: ", ".join(sorted(s.same_names))),
    Rule("links", "It holds several links.",
         points_for_many_links, lambda s: str(s.links)),
    Rule("watched_word", "It contains a word that a person checks.",
         lambda s: 4 if s.watched else 0, lambda s: ", ".join(sorted(s.watched))),
    Rule("repeated", "The same text was sent a short time ago.",
         lambda s: 4 if s.repeats else 0, lambda s: str(s.repeats)),
    Rule("new_host", "It links to a website that is new here.",
         lambda s: 2 if s.new_hosts else 0, lambda s: ", ".join(sorted(s.new_hosts)[:3])),
    Rule("spread_host", "Several new members link to the same website.",
         lambda s: 4 if s.spread_hosts else 0, lambda s: ", ".join(sorted(s.spread_hosts)[:3])),
    Rule("reported", "Several members reported it.",
         lambda s: 4 if s.is_reported else 0),
    Rule("silenced", "Its author was reported for advertising.",
         lambda s: 0),  # our software holds it; see forum/silence.py
    Rule("added_link", "A link was added after it was published.",
         lambda s: 2 if s.added_links else 0, lambda s: str(s.added_links)),
    Rule("media", "It shows a picture, and a person looks at the first ones of each author.",
         lambda s: 1 if s.pictures else 0, lambda s: str(s.pictures)),
    Rule("refused", "It was not published before it was changed.",
         lambda s: 1 if s.was_refused else 0),
    Rule("too_fast", "It was sent within three seconds of opening the page.",
         lambda s: 3 if s.age < QUICKEST_HUMAN else 0),
    Rule("old_form", "The page was open for more than half a day before it was sent.",
         lambda s: 1 if s.age > OLD_FORM else 0),
    Rule("trap", "A hidden field was filled in.",
         lambda s: 4 if s.is_trapped else 0),
    Rule("classifier", "It resembles earlier advertising.",
         points_for_likelihood, lambda s: f"{(s.likelihood or 0) * 100:.0f} %"),
    Rule("checker_error", "One of our checks failed, so a person checks it.",
         lambda s: 1 if s.failed else 0, lambda s: ", ".join(sorted(s.failed))),
))  # fmt: skip

INQUIRIES: RuleSet[Message] = RuleSet(QUARANTINE_INQUIRY_FROM, 40, timedelta(days=7), (
    Rule("trap", "A hidden field was filled in or removed",
         lambda s: 5 if s.is_trapped else 0),
    Rule("too_fast", "Sent within 3 seconds of opening the page",
         lambda s: 3 if s.age < QUICKEST_HUMAN else 0),
    Rule("links", "Links in the message",
         points_for_links, lambda s: str(len(s.links))),
    Rule("new_host", "Links to a host other than ours and the sender's",
         lambda s: 2 if s.links else 0),
    Rule("link_markup", "Link markup in the message",
         lambda s: 4 if words.has_link_markup(s.text) else 0),
    Rule("link_in_answer", "A link in another field",
         lambda s: 5 if s.has_link_in_answer else 0),
    Rule("repeated", "The same text was sent before within 7 days",
         lambda s: {0: 0, 1: 3, 2: 3}.get(s.repeats, 5), lambda s: str(s.repeats)),
    Rule("headers", "Headers that every browser sends are missing", points_for_headers),
    Rule("classifier", "It resembles earlier spam",  # never enough alone
         lambda s: 4 if (s.likelihood or 0.0) >= LIKELY else 0,
         lambda s: f"{(s.likelihood or 0.0) * 100:.0f} %"),
))  # fmt: skip
