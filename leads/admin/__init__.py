"""Staff's pages for inquiries."""

from . import forms, people, work

__all__ = ["forms", "people", "work"]
