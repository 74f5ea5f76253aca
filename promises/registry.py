"""The promise ledger: what the policy promises, and the checks that prove it.

Each promise is bound to its clause in the policy in force. A check is registered where the code
that keeps the promise lives: in the `promises.py` of an app, and in promises/proofs/ for privacy
and the floor below it, which knows no privacy. docs/privacy.md shows how to add one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


class Kind(Enum):
    """How a check knows: each value says it to the reader of the public page."""

    INVARIANT = "a rule that holds at every moment"
    FLOW = "a made-up person goes through, and is swept away"
    DEADLINE = "figures"
    ATTESTED = "stated by a person"


@dataclass(frozen=True)
class Promise:
    """One promise. `missing` names what of it is not built yet; empty once it is whole."""

    number: str
    title: str
    words: str
    missing: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that a check found: `count` of `total`, or how long `days` is, told to the public.

    `people` is how many people or records stand behind it: under five the figure is not told.
    """

    name: str
    people: int
    count: int | None = None
    days: int | None = None
    note: str = ""

    @property
    def told(self) -> str:
        """The figure as the public reads it; no number under five is told."""
        if self.people < FEWEST:
            return f"fewer than {FEWEST} so far"
        if self.count is not None:
            few = f"fewer than {FEWEST}" if self.count < FEWEST else f"{self.count:,}"
            return f"{few} of {self.people:,}"
        return f"{self.days:,} day{'' if self.days == 1 else 's'}" if self.days is not None else "–"

    @property
    def whole(self) -> str:
        """The figure as staff read it."""
        parts = [f"{self.count} of {self.people}"] if self.count is not None else []
        return ", ".join([*parts, *([f"{self.days} days"] if self.days is not None else [])]) or "–"


Found = Iterable[str | Figure]


@dataclass(frozen=True)
class Check:
    """One check. `run` yields a sentence for each thing that is wrong; nobody is named in it.

    A flow that `only_reads` needs no transaction around it, which on SQLite would keep all who
    write waiting while it opens page after page.
    """

    name: str
    promise: str
    kind: Kind
    says: str
    fresh_for: timedelta
    run: Callable[[], Found]
    only_reads: bool = False


class PromiseError(Exception):
    """A check names no promise, has no words, or is there already."""


FEWEST = 5  # people or records behind a figure that is told to the public
DAILY = timedelta(days=3)  # the duty runs daily; a proof outlives two nights that were missed
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
    ("P11", "No sharing", "Nobody gets your data who is not involved in our services."),
    ("P12", "Follow-up", "News goes only to people who ticked the box for it."),
    ("P13", "Opting out", "You can stop our mail at any time; every such message says how."),
    ("P14", "Cookies named", "Each cookie is named on the cookie page; reading sets none."),
    ("P15", "Cookies refused", "With cookies refused you can read and write to us all the same."),
    ("P16", "Cookies unlinked", "What a cookie holds is never linked to what you submit."),
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
        "What the law makes us disclose is decided by a person and documented.",
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
    ("P27", "Public areas", "You are told before you write that blogs and forums are public."),
    ("P28", "Testimonials", "A testimonial bears your name only with your consent."),
    (
        "P29",
        "Like and share",
        "No other company's like or share feature is installed on our pages.",
    ),
    ("P30", "Your rights", "You can have your data shown, corrected or deleted, within 30 days."),
    ("P31", "Retention", "Data is kept as long as its rule says, and then no longer."),
    ("P32", "Changes", "The policy in force is always posted; a change is announced beforehand."),
    ("P33", "How to reach us", "Both offices and the privacy address are on every page."),
    ("P34", "Terms of use", "The terms of use are posted on every site and refer to the policy."),
)
MISSING = {
    "P12": "There are no mailings yet.",
    "P13": "There are no mailings yet, so none can be answered to opt out. The opt-out page works.",
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
    """Register a check of promise `number`. Its docstring is what it says of itself in public.

    `fresh_for` is how long a result counts; `only_reads` says of a flow that it stores nothing.
    Raises PromiseError for a promise that there is not.
    """

    def decorate(function: Callable[[], Found]) -> Callable[[], Found]:
        says = (function.__doc__ or "").split("\n\n")[0].strip()
        name = f"{number}:{function.__name__}"
        add(Check(name, number, kind, says, fresh_for, function, only_reads))
        return function

    return decorate


def attest(number: str, name: str, statement: str, *, fresh_for: timedelta = YEARLY) -> None:
    """Ask the privacy officer for a dated statement about what no machine can see."""
    add(Check(f"{number}:{name}", number, Kind.ATTESTED, statement, fresh_for, list))


def add(check: Check) -> None:
    if check.promise not in PROMISES:
        raise PromiseError(f"{check.name}: there is no promise {check.promise}")
    if check.name in checks or not check.says:
        raise PromiseError(f"{check.name}: is there already, or does not say what it checks")
    checks[check.name] = check


def checks_of(number: str) -> list[Check]:
    """Return the checks of one promise, in the order in which they were registered."""
    return [check for check in checks.values() if check.promise == number]


def unproven() -> list[str]:
    """Return the promises that nothing proves although they are built."""
    return [
        number for number, each in PROMISES.items() if not each.missing and not checks_of(number)
    ]
