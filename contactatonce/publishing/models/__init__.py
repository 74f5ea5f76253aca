"""What is published, what it said before, who may see it earlier, and what it will say."""

from .changes import ScheduledChange
from .previews import PreviewLink
from .publishable import Publishable, PublishableQuerySet
from .revisions import Revision

__all__ = ["PreviewLink", "Publishable", "PublishableQuerySet", "Revision", "ScheduledChange"]
