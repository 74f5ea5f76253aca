"""The blogs in the admin."""

from . import authors, posts, topics  # noqa: F401  registers the admin pages
