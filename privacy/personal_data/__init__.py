"""Declarations for privacy and the apps below it."""

from . import accounts, policy, requests, rights, texts, websites  # noqa: F401  each declares its models
