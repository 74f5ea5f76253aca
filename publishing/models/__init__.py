"""What is published, what it said before, who may see it earlier, and what it will say."""

from .changes import ScheduledChange
from .previews import PreviewLink
from .publishable import TIMES, Publishable, PublishableQuerySet
from .redirect import Redirect
from .revisions import Revision

__all__ = [
    "TIMES",
    "PreviewLink",
    "Publishable",
    "PublishableQuerySet",
    "Redirect",
    "Revision",
    "ScheduledChange",
]
