"""Admin pages for inquiries."""

from . import forms, people, replies, work  # noqa: F401  registers the admin pages
