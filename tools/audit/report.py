"""What an audit found, as one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: which check, where, what it said, and whether that will do."""

    check: str
    where: str
    measured: str
    passes: bool


def table(findings: list[Finding]) -> str:
    """Return the findings as lines of text, failures marked."""
    rows = [
        (found.check, found.where, found.measured, "ok" if found.passes else "FAILS")
        for found in findings
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
