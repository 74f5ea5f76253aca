"""Admin pages for inquiries."""

from . import (  # noqa: F401  registers the admin pages
    assignment,
    forms,
    people,
    replies,
    views,
    work,
)
