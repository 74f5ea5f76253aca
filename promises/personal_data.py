"""Personal data in the evidence of promises: none."""

from privacy.registry import holds_nobody

from .models import Attestation, BlockedContent, Evidence

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
holds_nobody(
    BlockedContent,
    "directive",
    "day_on",
    "count",
    because="It counts reports of browsers for a day, without page, browser or IP address; "
    "after 90 days it is deleted.",
)
