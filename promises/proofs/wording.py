"""Each promise is in the current policy, with the facts that it promises."""

from collections.abc import Callable
from functools import partial

from privacy.models import DocumentVersion
from privacy.policy import clauses
from promises.registry import DAILY, PROMISES, Check, Found, Kind, add

CLAUSE = "its_clause"
# Phrases that the clause must contain, however the rest is reworded.
FACTS: dict[str, tuple[str, ...]] = {
    "P07": ("IP address",),
    "P13": ("/privacy/opt-out/", "reply"),
    "P14": ("/cookies/", "session cookies", "persistent"),
    "P18": ("local storage", "/cookies/"),
    "P23": ("14 days",),
    "P30": ("within 30 days",),
    "P32": ("/privacy/", "14 days"),
    "P33": (
        "privacy@contactatonce.com",
        "11675 Great Oaks Way, Suite 350, Alpharetta, GA 30022",
        "+1-866-358-3880",
        "+1-770-206-2282",
        "PO Box 405, Leatherhead, Surrey KT22 2GN",
        "+44-(0)-330-808-0201",
        "+44-(0)1372-386615",
    ),
    "P34": ("/terms/",),
}


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
    for fact in FACTS.get(number, ()):
        if fact.lower() not in text.lower():
            yield f"Clause {number} no longer says “{fact}”."


def register() -> None:
    run: Callable[[], Found]
    for number in PROMISES:
        run = partial(its_clause, number)
        says = "The policy in force says so."
        add(Check(f"{number}:{CLAUSE}", number, Kind.INVARIANT, says, DAILY, run))


register()
