"""Declarations for privacy and the apps below it."""

from . import (  # noqa: F401  each declares its models
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
