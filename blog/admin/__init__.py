"""Admin of the blogs."""

from . import authors, posts, topics  # noqa: F401  registers the admin pages
