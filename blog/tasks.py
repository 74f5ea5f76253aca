"""Import the tasks of the blogs, so that the worker registers them."""

from .comments import tasks as comment_tasks  # noqa: F401  and what follows from a verdict
from .subscriptions import tasks as subscription_tasks  # noqa: F401  imported to register
