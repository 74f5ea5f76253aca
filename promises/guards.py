"""Results and statements that the database protects from changes."""

from privacy.guards import Guard

GUARDS = (
    Guard(
        "promises_evidence",
        "check_name promise kind at code_version is_kept problems figures milliseconds",
    ),
    Guard("promises_attestation", "check_name promise at is_kept basis"),
)
