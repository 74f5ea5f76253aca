"""Import the promise checks of the blogs."""

from . import publisher_promises  # noqa: F401  imported to register
from .comments import promises as comment_promises  # noqa: F401  imported to register
from .subscriptions import promises as subscription_promises  # noqa: F401  imported to register
