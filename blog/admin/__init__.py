"""The blogs in the admin."""

from . import authors, posts, topics

__all__ = ["authors", "posts", "topics"]
