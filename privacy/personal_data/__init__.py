"""What the apps below privacy, and privacy itself, hold about people."""

from . import (
    accounts,
    brands,
    jobs,
    media,
    moderation,
    policy,
    publishing,
    requests,
    rights,
    search,
)

__all__ = [
    "accounts",
    "brands",
    "jobs",
    "media",
    "moderation",
    "policy",
    "publishing",
    "requests",
    "rights",
    "search",
]
