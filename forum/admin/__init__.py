"""Admin of the forum."""

from . import boards, members, reports, topics  # noqa: F401  registers the admin pages
