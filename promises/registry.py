"""The promise registry: the promises of the policy, and the checks that prove them.

Each promise is bound to its clause in the current policy. A check is registered where the code that
keeps the promise lives: in the `promises.py` of an app, or in promises/proofs/ for privacy and the
apps below it, which do not know the promises. docs/privacy.md shows how to add one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from contactatonce.lib import content


class Kind(Enum):
    """How a check works; the value describes it to readers of the public page."""

    INVARIANT = "a rule that holds at every moment"
    FLOW = "a made-up person goes through, and is swept away"
    DEADLINE = "figures"
    ATTESTED = "stated by a person"


@dataclass(frozen=True)
class Promise:
    """One promise, as content/promises.toml words it.

    Its clause in the policy contains the `facts`. `missing` names the parts that are not built yet;
    empty if it is complete.
    """

    number: str
    title: str
    words: str
    facts: Sequence[str] = ()
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


def read_promises() -> dict[str, Promise]:
    """Return the promises of content/promises.toml by number."""
    file = content.ROOT / "promises.toml"
    found = {}
    for number, words in content.read(file).items():
        place = f"{content.name_of(file)}, {number}"
        needed, optional = ("title", "words"), ("facts", "missing")
        content.check_names(words, place, needed=needed, optional=optional)
        for name, value in words.items():
            content.expect(value, list if name == "facts" else str, f"{place}, {name}")
        facts = [fact for _, fact in content.each(words.get("facts", []), str, f"{place}, facts")]
        found[number] = Promise(number, **{**words, "facts": facts})
    return found


PROMISES = read_promises()

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
