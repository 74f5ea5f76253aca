"""Declarations for privacy and the apps below it."""

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
