"""Errors that have a page of their own."""

from django.http import Http404


class Gone(Http404):
    """What was at this address has been taken away for good: 410 (RFC 9110, section 15.5.11)."""
