"""Publishable texts, their revisions, preview links, scheduled revisions and redirects."""

from .previews import PreviewLink
from .publishable import TIMES, Place, Publishable, PublishableQuerySet
from .redirect import Redirect
from .revisions import Revision
from .scheduled import ScheduledRevision

__all__ = [
    "TIMES",
    "Place",
    "PreviewLink",
    "Publishable",
    "PublishableQuerySet",
    "Redirect",
    "Revision",
    "ScheduledRevision",
]
