"""Rate limits per network for public actions."""

import logging

from django.http import HttpRequest
from django_ratelimit.core import get_usage

logger = logging.getLogger(__name__)


def seconds_to_wait(request: HttpRequest, *, group: str, rate: str) -> int:
    """Count this request for its network and return 0, or the seconds to wait.

    `group` names what is counted, `rate` the limit, such as "30/10m". The counter is a keyed digest
    of the /24 or /64 and expires with its window. A counter that fails refuses no one.
    """
    try:
        usage = get_usage(request, group=group, key="ip", rate=rate, increment=True)
    except Exception:  # whatever the cache's driver raises
        logger.exception("The rate limit does not count; everybody is let in")
        return 0
    if usage is None or not usage["should_limit"]:
        return 0
    return max(int(usage["time_left"]), 1)
