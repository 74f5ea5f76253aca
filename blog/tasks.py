"""Background work of the blogs, each where what it is about stands."""

from . import announcements  # noqa: F401
from .comments import tasks as comment_tasks  # noqa: F401  and what follows from a verdict
from .subscriptions import tasks as subscription_tasks  # noqa: F401
