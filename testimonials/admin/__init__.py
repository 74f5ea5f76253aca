"""Testimonials in the admin."""

from . import desk, invitations, listings  # noqa: F401  registers the admin pages
