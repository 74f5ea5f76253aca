"""Personal data in the evidence of promises: none."""

from privacy.registry import holds_nobody

from .models import Attestation, Evidence

holds_nobody(
    Evidence,
    "check_name promise kind at code_version is_kept problems figures milliseconds",
    because="It proves a promise, and counts rows without naming any.",
)
holds_nobody(
    Attestation,
    "check_name promise at is_kept basis stated_by",
    because="It is a statement of our staff about the company.",
)
