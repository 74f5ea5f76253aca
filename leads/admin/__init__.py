"""Admin pages for inquiries."""

from . import forms, people, work  # noqa: F401  registers the admin pages
