"""Each promise is in the current policy, with the facts that it promises."""

from collections.abc import Callable
from functools import partial

from privacy.models import DocumentVersion
from privacy.policy import clauses
from promises.registry import DAILY, PROMISES, Check, Found, Kind, add

CLAUSE = "its_clause"


def text_in_force(document: str) -> str:
    """Return the current version's text from the database; "" without one."""
    found = DocumentVersion.objects.of(document).in_force().values_list("text", flat=True)
    return found.first() or ""


def clause_in_force(number: str) -> str:
    return clauses.find(text_in_force("privacy")).get(number, "")


def its_clause(number: str) -> Found:
    """Yield what the current policy lacks of a promise."""
    text = clause_in_force(number)
    if not text:
        yield f"The policy in force has no clause {number}."
        return
    for fact in PROMISES[number].facts:
        if fact.lower() not in text.lower():
            yield f"Clause {number} no longer says “{fact}”."


for _number in PROMISES:
    _run: Callable[[], Found] = partial(its_clause, _number)
    _says = "The policy in force says so."
    add(Check(f"{_number}:{CLAUSE}", _number, Kind.INVARIANT, _says, DAILY, _run))
