"""Proofs about the blogs, each where what it proves stands."""

from .comments import promises as comment_promises  # noqa: F401
