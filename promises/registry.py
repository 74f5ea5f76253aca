"""The promise registry: the promises of the policy, and the checks that prove them.

Each promise is bound to its clause in the current policy. A check is registered where the code that
keeps the promise lives: in the `promises.py` of an app, or in promises/proofs/ for privacy and the
apps below it, which do not know the promises. docs/privacy.md shows how to add one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


class Kind(Enum):
    """How a check works; the value describes it to readers of the public page."""

    INVARIANT = "a rule that holds at every moment"
    FLOW = "a made-up person goes through, and is swept away"
    DEADLINE = "figures"
    ATTESTED = "stated by a person"


@dataclass(frozen=True)
class Promise:
    """One promise. `missing` names the parts that are not built yet; empty if it is complete."""

    number: str
    title: str
    words: str
    missing: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that a check found, for the public page: `count` of `total`, or a number of `days`.

    `people` is the number of people or records behind it; a figure about fewer than five is not
    shown.
    """

    name: str
    people: int
    count: int | None = None
    days: int | None = None
    note: str = ""

    @property
    def for_public(self) -> str:
        """Return the figure for the public page, without numbers under five."""
        if self.people < FEWEST:
            return f"fewer than {FEWEST} so far"
        if self.count is not None:
            few = f"fewer than {FEWEST}" if self.count < FEWEST else f"{self.count:,}"
            return f"{few} of {self.people:,}"
        return f"{self.days:,} day{'' if self.days == 1 else 's'}" if self.days is not None else "–"

    @property
    def for_staff(self) -> str:
        """Return the figure for staff."""
        parts = [f"{self.count} of {self.people}"] if self.count is not None else []
        return ", ".join([*parts, *([f"{self.days} days"] if self.days is not None else [])]) or "–"


Found = Iterable[str | Figure]


@dataclass(frozen=True)
class Check:
    """One check. `run` yields a sentence for each problem; it names no person.

    A flow that `only_reads` runs without a transaction, which on SQLite would block writers while
    it opens page after page.
    """

    name: str
    promise: str
    kind: Kind
    says: str
    fresh_for: timedelta
    run: Callable[[], Found]
    only_reads: bool = False


class PromiseError(Exception):
    """A check without a known promise or docstring, or a duplicate."""


FEWEST = 5  # people or records behind a figure, at least, to show it to the public
DAILY = timedelta(days=3)  # the task runs daily; a proof outlives two missed nights
YEARLY = timedelta(days=400)
NOT_BUILT = "It concerns a part of the websites that does not exist yet: "

_LIST = (
    ("P01", "Five websites", "The policy covers our five websites, all of them and no others."),
    (
        "P02",
        "Certification",
        "A seal is shown only while its certificate is valid, and leads to it.",
    ),
    ("P03", "Complaints", "You can complain to us in any way, and then to the program."),
    ("P04", "Transfers", "Our certification for data from the European Union can be looked up."),
    ("P05", "Other terms", "The chat service and its portals have agreements of their own."),
    ("P06", "Your choice", "We learn who you are only if you choose to tell us."),
    ("P07", "Statistics", "An IP address is never linked to anything that identifies a person."),
    ("P08", "No toll", "You can read everything without telling us anything about yourself."),
    ("P09", "What we ask", "Our forms ask for contact and business data, and for nothing else."),
    ("P10", "Use", "What you send us reaches the people who answer it."),
    ("P11", "No sharing", "Only those involved in our services get your data."),
    ("P12", "Follow-up", "News goes only to people who ticked the box for it."),
    ("P13", "Opting out", "You can stop our mail at any time; every such message says how."),
    ("P14", "Cookies named", "Each cookie is named on the cookie page; reading sets none."),
    ("P15", "Cookies refused", "If you refuse cookies, you can still read and write to us."),
    ("P16", "Cookies unlinked", "The content of a cookie is never linked to what you submit."),
    ("P17", "Beacons", "No analytics partner's beacon is installed on our pages."),
    (
        "P18",
        "Player settings",
        "A player keeps its settings on your device, and says how to remove them.",
    ),
    ("P19", "Partners named", "Each partner whose content is on our pages is named to you."),
    (
        "P20",
        "Disclosure",
        "Data is shared only in the ways that the policy states, and never sold.",
    ),
    ("P21", "Service providers", "Companies that help us get only the data that they need for it."),
    (
        "P22",
        "Legal process",
        "A person decides on disclosures required by law, and documents them.",
    ),
    (
        "P23",
        "Change of control",
        "A change of ownership is announced 14 days before it takes effect.",
    ),
    ("P24", "Prior consent", "Anyone else gets your data only with your prior consent."),
    ("P25", "Security", "Generally accepted standards protect your data."),
    (
        "P26",
        "Links",
        "Other websites have policies of their own; following a link tells them little.",
    ),
    ("P27", "Public areas", "Before you write, we say that blogs and forums are public."),
    ("P28", "Testimonials", "A testimonial bears your name only with your consent."),
    (
        "P29",
        "Like and share",
        "No other company's like or share feature is installed on our pages.",
    ),
    ("P30", "Your rights", "You can have your data shown, corrected or deleted, within 30 days."),
    ("P31", "Retention", "Data is kept as long as its rule says, and no longer."),
    ("P32", "Changes", "The current policy is always posted; changes are announced in advance."),
    ("P33", "How to reach us", "Both offices and the privacy address are on every page."),
    ("P34", "Terms of use", "The terms of use are posted on every site and refer to the policy."),
)
MISSING = {
    "P12": "There are no mailings yet.",
    "P13": "There are no mailings yet, so no reply to one can opt out. The opt-out page works.",
    "P18": f"{NOT_BUILT}the video player.",
    "P27": f"{NOT_BUILT}the forum.",
    "P28": f"{NOT_BUILT}testimonials.",
}
PROMISES = {
    number: Promise(number, title, words, MISSING.get(number, "")) for number, title, words in _LIST
}

checks: dict[str, Check] = {}


def promise(
    number: str, *, kind: Kind, fresh_for: timedelta = DAILY, only_reads: bool = False
) -> Callable[[Callable[[], Found]], Callable[[], Found]]:
    """Register a check of promise `number`. The public page shows its docstring.

    `fresh_for` is how long a result counts; `only_reads` marks a flow that stores nothing. Raise
    PromiseError if there is no such promise.
    """

    def decorate(function: Callable[[], Found]) -> Callable[[], Found]:
        says = (function.__doc__ or "").split("\n\n")[0].strip()
        name = f"{number}:{function.__name__}"
        add(Check(name, number, kind, says, fresh_for, function, only_reads))
        return function

    return decorate


def attest(number: str, name: str, statement: str, *, fresh_for: timedelta = YEARLY) -> None:
    """Ask the privacy officer for a dated statement about something that no machine can check."""
    add(Check(f"{number}:{name}", number, Kind.ATTESTED, statement, fresh_for, list))


def add(check: Check) -> None:
    if check.promise not in PROMISES:
        raise PromiseError(f"{check.name}: there is no promise {check.promise}")
    if check.name in checks or not check.says:
        raise PromiseError(f"{check.name}: is there already, or does not say what it checks")
    checks[check.name] = check


def checks_of(number: str) -> list[Check]:
    """Return the checks of one promise, in the order of registration."""
    return [check for check in checks.values() if check.promise == number]
