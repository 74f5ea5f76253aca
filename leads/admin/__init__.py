"""Admin pages for inquiries."""

from . import assignment, forms, people, replies, work  # noqa: F401  registers the admin pages
