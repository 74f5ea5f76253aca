"""Wording that a published text may not use: names of ended programs, absolutes without proof."""

import re

from . import clauses

DEAD_NAMES = ("Safe Harbor", "Safe Harbour", "Privacy Shield", "TRUSTe")
ABSOLUTES = re.compile(r"\b(never|guarantee[ds]?|under no circumstances|100 ?%)", re.IGNORECASE)
# Absolute promises that the build of the software keeps and checks.
INVARIANTS = frozenset({"P07", "P16", "P20"})


def problems(text: str) -> list[str]:
    """Return the faults in the wording of `text`, each as a sentence for the editor."""
    dead = [
        f"“{name}” has ended or has another name; a certification is kept as data."
        for name in DEAD_NAMES
        if re.search(rf"\b{name}\b", text, re.IGNORECASE)
    ]
    proven = [clause for number, clause in clauses.find(text).items() if number in INVARIANTS]
    allowed = sum(len(ABSOLUTES.findall(clause)) for clause in set(proven))
    absolutes = ABSOLUTES.findall(text)
    if len(absolutes) > allowed:
        dead.append(
            f"“{absolutes[0]}” promises more than the software proves; only the clauses of "
            f"{', '.join(sorted(INVARIANTS))} may be absolute."
        )
    return dead
