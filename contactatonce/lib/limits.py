"""Limits per network for public actions, and per mailbox for the mails that they cause."""

import logging
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django_ratelimit.core import get_usage

from .client_ip import keyed_digest
from .email_addresses import mailbox

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


HOUR, DAY = 3600, 24 * 3600  # seconds


@dataclass(frozen=True)
class MailLimit:
    """How many mails of one kind, which anyone can cause, a mailbox gets from all networks.

    `windows` are pairs of a number of mails and the seconds in which they may be sent. Each mail
    takes a place in every window with one atomic `add`, so concurrent jobs cannot pass the limit.
    A place names the mail that holds it, so that a retry keeps its place, and no e-mail address.
    """

    group: str
    windows: tuple[tuple[int, int], ...]

    def take(self, address: str, mail: int | str) -> bool:
        """Take a place for `mail` in every window; return False if one of them is full.

        A cache that is away refuses no mail.
        """
        taken: list[str] = []
        for most, seconds in self.windows:
            places = self._places(address, most, seconds)
            held = cache.get_many(places)
            if mail in held.values():
                continue
            place = next((each for each in places if cache.add(each, mail, seconds)), None)
            if place is None and cache.get_many(places):
                cache.delete_many(taken)
                return False
            taken += [place] if place else []
        return True

    def restart(self, address: str, mail: int | str) -> None:
        """Let the windows of `mail` begin now, when it has left."""
        for most, seconds in self.windows:
            held = cache.get_many(self._places(address, most, seconds))
            cache.set_many({place: mail for place, by in held.items() if by == mail}, seconds)

    def release(self, address: str) -> None:
        """Free every place of a mailbox, once its owner has shown that the mails arrive."""
        for most, seconds in self.windows:
            cache.delete_many(self._places(address, most, seconds))

    def _places(self, address: str, most: int, seconds: int) -> list[str]:
        digest = keyed_digest(mailbox(address).encode()).hexdigest()
        return [f"mail:{self.group}:{seconds}:{digest}:{number}" for number in range(most)]
