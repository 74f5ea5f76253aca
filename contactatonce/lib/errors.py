"""Errors that have a page of their own."""

from django.http import Http404


class Gone(Http404):
    """The page was removed for good: 410 (RFC 9110, section 15.5.11)."""
